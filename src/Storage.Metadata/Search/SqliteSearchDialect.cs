using System.Collections.Immutable;
using System.Text;
using FileStorage.Core.Search;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Search;

/// <summary>SQLite's FTS5: a table of three-letter pieces for names, one of words for contents.</summary>
internal sealed class SqliteSearchDialect : ISearchDialect
{
    private const string PutWordsText =
        $"INSERT OR REPLACE INTO contents (rowid, words) SELECT row, ?4 FROM items WHERE row = {IndexSql.OfVersion}";

    private const string DropWordsText = $"DELETE FROM contents WHERE rowid = {IndexSql.OfVersion}";

    private const string NamesText = $"""
        {SearchSql.Folders}
        SELECT i.id, i.modified, i.words
        FROM names CROSS JOIN items i ON i.row = names.rowid
        WHERE names MATCH ?1 AND names.rowid > ?2 AND names.rowid < ?3
        {SearchSql.Conditions}
        ORDER BY names.rowid DESC LIMIT ?13
        """;

    private const string ContentsText = $"""
        {SearchSql.Folders}
        SELECT i.id, i.modified, i.words, CAST(-1000 * contents.rank AS INTEGER)
        FROM contents CROSS JOIN items i ON i.row = contents.rowid
        WHERE contents MATCH ?1 AND contents.rowid > ?2 AND contents.rowid < ?3
        {SearchSql.Conditions}
        ORDER BY contents.rank LIMIT ?13
        """;

    private const string SpellingsText = """
        SELECT s.word FROM spelling_parts p CROSS JOIN spellings s ON s.row = p.rowid
        WHERE spelling_parts MATCH ?1 AND p.rowid > ?2 AND p.rowid < ?3 LIMIT 2000
        """;

    public SqlStatement PutWords(SqlValue drive, SqlValue entry, SqlValue version, string words) =>
        new(PutWordsText, drive, entry, version, words);

    public SqlStatement DropWords(SqlValue drive, SqlValue entry, SqlValue version) => new(DropWordsText, drive, entry, version);

    public SqlStatement Names(IReadOnlyList<IReadOnlyList<string>> pieces, SqlValue[] conditions) =>
        new(NamesText, [string.Join(" AND ", pieces.Select(AnyOf)), .. conditions]);

    public SqlStatement Contents(ImmutableArray<SearchTerm> terms, SqlValue[] conditions)
    {
        var match = new StringBuilder();
        foreach (var term in terms)
        {
            match.Append(Quote(term.Text)).Append(term.IsPrefix ? " * " : " ");
        }

        return new SqlStatement(ContentsText, [match.ToString(), .. conditions]);
    }

    public SqlStatement Spellings(IReadOnlyList<string> pieces, long slot) => new(
        SpellingsText, AnyOf(pieces), slot << SearchQueries.SlotBits, (slot + 1) << SearchQueries.SlotBits);

    // bm25 has no upper end; most good hits lie between 1 and 10.
    public double ContentWeight(long weight)
    {
        var bm25 = Math.Max(0, weight / 1000.0);
        return bm25 / (bm25 + 5);
    }

    private static string AnyOf(IReadOnlyList<string> pieces) => '(' + string.Join(" OR ", pieces.Select(Quote)) + ')';

    // Folded words hold letters, digits and symbols only, so that there is no quote to be doubled.
    private static string Quote(string phrase) => '"' + phrase + '"';
}
