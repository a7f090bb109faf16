using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using FileStorage.Core.Search;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Search;

/// <summary>
/// PostgreSQL: three-letter pieces of names (pg_trgm) and words of contents (tsvector), each in an index that begins with the drive. Words are
/// cut and folded by us, so that its parsers and dictionaries, which differ by installation, have no say.
/// </summary>
internal sealed class PostgresSearchDialect : ISearchDialect
{
    /// <summary>The parameters after these are further pieces that a name must hold.</summary>
    private const int Conditions = 13;

    /// <summary>The terms of a question and the end of a name.</summary>
    private const int MaxPieces = SearchText.MaxTerms + 1;

    private const string PutWordsText = $"""
        INSERT INTO contents (row, slot, words) SELECT row, slot, CAST(?4 AS tsvector) FROM items WHERE row = {IndexSql.OfVersion}
        ON CONFLICT (row) DO UPDATE SET words = excluded.words
        """;

    private const string DropWordsText = $"DELETE FROM contents WHERE row = {IndexSql.OfVersion}";

    private const string ContentsText = $"""
        {SearchSql.Folders}
        SELECT i.id, i.modified, i.words, CAST(1000000 * ts_rank(c.words, CAST(?1 AS tsquery), 1) AS bigint) AS weight
        FROM contents c JOIN items i ON i.row = c.row
        WHERE c.slot = ?4 AND c.words @@ CAST(?1 AS tsquery) AND i.row > ?2 AND i.row < ?3
        {SearchSql.Conditions}
        ORDER BY weight DESC LIMIT ?13
        """;

    private const string SpellingsText = "SELECT word FROM spellings WHERE slot = ?2 AND word ~ ?1 LIMIT 2000";

    // One text for each number of pieces: an index answers for each by itself.
    private static readonly string[] NamesTexts = [.. Enumerable.Range(1, MaxPieces).Select(NamesText)];

    public SqlStatement PutWords(SqlValue drive, SqlValue entry, SqlValue version, string words) =>
        new(PutWordsText, drive, entry, version, WordPositions.Of(words));

    public SqlStatement DropWords(SqlValue drive, SqlValue entry, SqlValue version) => new(DropWordsText, drive, entry, version);

    public SqlStatement Names(IReadOnlyList<IReadOnlyList<string>> pieces, SqlValue[] conditions) => new(
        NamesTexts[pieces.Count - 1],
        [AnyOf(pieces[0]), .. conditions, .. pieces.Skip(1).Select(further => SqlValue.Of(AnyOf(further)))]);

    public SqlStatement Contents(ImmutableArray<SearchTerm> terms, SqlValue[] conditions) =>
        new(ContentsText, [string.Join(" & ", terms.Select(Phrase)), .. conditions]);

    // The edges of a word are its ends here.
    public SqlStatement Spellings(IReadOnlyList<string> pieces, long slot) => new(
        SpellingsText,
        string.Join('|', pieces.Select(static piece =>
            (piece.StartsWith(NameWords.Edge, StringComparison.Ordinal) ? "^" : "")
            + Escape(piece.Replace(NameWords.Edge, "", StringComparison.Ordinal))
            + (piece.EndsWith(NameWords.Edge, StringComparison.Ordinal) ? "$" : ""))),
        slot);

    // A single word among many has about 0.06, several near each other come up to 1.
    public double ContentWeight(long weight)
    {
        var rank = weight / 1_000_000.0;
        return rank / (rank + 0.1);
    }

    private static string NamesText(int pieces)
    {
        var further = string.Concat(Enumerable.Range(Conditions + 1, pieces - 1)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $" AND i.words ~ ?{number}")));
        return $"""
            {SearchSql.Folders}
            SELECT i.id, i.modified, i.words
            FROM items i
            WHERE i.slot = ?4 AND i.words ~ ?1{further} AND i.row > ?2 AND i.row < ?3
            {SearchSql.Conditions}
            ORDER BY i.row DESC LIMIT ?13
            """;
    }

    private static string AnyOf(IReadOnlyList<string> pieces) => string.Join('|', pieces.Select(Escape));

    private static string Escape(string piece)
    {
        var escaped = new StringBuilder(piece.Length);
        foreach (var letter in piece)
        {
            // The marks of edges are no letters, and mean themselves.
            if (letter is > ' ' and < '\u007f' && !char.IsAsciiLetterOrDigit(letter))
            {
                escaped.Append('\\');
            }

            escaped.Append(letter);
        }

        return escaped.ToString();
    }

    private static string Phrase(SearchTerm term) =>
        '(' + string.Join(" <-> ", term.Text.Split(' ').Select(WordPositions.Quote)) + (term.IsPrefix ? ":*)" : ")");
}
