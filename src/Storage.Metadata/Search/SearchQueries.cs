using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using FileStorage.Core.Search;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Search;

/// <summary>Answers one question from one part of one drive after the other.</summary>
internal sealed class SearchQueries(IMetadataDatabase database, SearchCriteria criteria)
{
    /// <summary>With this many hits nobody meant another word.</summary>
    private const int EnoughHits = 3;

    private const double LowestContentRank = 0.3;
    private const double ContentSpan = 0.5;

    /// <summary>What a hit gains where both name and content answer.</summary>
    private const double BothBonus = 0.05;

    private readonly Dictionary<(Guid DriveId, Guid EntryId), Found> _found = [];

    public List<SearchHit> Hits =>
    [
        .. _found.OrderByDescending(found => found.Value.Rank)
            .ThenByDescending(found => found.Value.Modified)
            .ThenBy(found => found.Key.EntryId)
            .Take(criteria.Limit)
            .Select(found => new SearchHit(found.Key.DriveId, found.Key.EntryId, Math.Min(1, found.Value.Rank), found.Value.ByContent)),
    ];

    public async Task SearchAsync(SearchRoot root, long slot, CancellationToken cancellationToken)
    {
        if (criteria.Terms.IsEmpty)
        {
            await AddAsync(SearchSql.Everything, match: null, root, slot, cancellationToken);
            return;
        }

        if (criteria.InNames)
        {
            await SearchNamesAsync(root, slot, cancellationToken);
        }

        if (criteria.InContents)
        {
            await SearchContentsAsync(root, slot, cancellationToken);
        }
    }

    /// <summary>Where neither names nor contents answer well: the same with the words that may have been meant.</summary>
    public async Task SearchCorrectedAsync(ImmutableArray<(SearchRoot Root, long Slot)> roots, CancellationToken cancellationToken)
    {
        if (!criteria.InNames || criteria.Terms.IsEmpty || _found.Count >= EnoughHits)
        {
            return;
        }

        foreach (var (root, slot) in roots)
        {
            var parts = new List<string>();
            var isCorrected = false;
            foreach (var term in criteria.Terms)
            {
                var corrections = await CorrectAsync(term, slot, cancellationToken);
                isCorrected |= corrections.Count > 0;
                parts.Add('(' + string.Join(" OR ", corrections.Select(NameWords.WholeWord).Append(NameWords.Within(term))) + ')');
            }

            if (isCorrected)
            {
                await AddAsync(SearchSql.Names, string.Join(" AND ", parts), root, slot, cancellationToken);
            }
        }
    }

    private async Task SearchNamesAsync(SearchRoot root, long slot, CancellationToken cancellationToken)
    {
        var terms = criteria.Terms;
        string[] questions =
        [
            Question(terms.Select(NameWords.Within)),
            Question(terms.Select(NameWords.WordBeginning)),
            Question(terms.Skip(1).Select(NameWords.Within).Prepend(NameWords.Beginning(terms[0]))),
        ];

        // Only where there is more than anybody looks at, the better ones have to be asked for by themselves.
        foreach (var question in questions.Distinct())
        {
            if (await AddAsync(SearchSql.Names, question, root, slot, cancellationToken) < criteria.Limit)
            {
                return;
            }
        }
    }

    // The end of a name is a word of it.
    private string Question(IEnumerable<string> parts) => string.Join(
        ' ',
        criteria.Types is [var type] && FoldedText.Of(type) is { Length: > 0 } word && !word.Contains(' ', StringComparison.Ordinal)
            ? parts.Append(NameWords.WholeWord(word))
            : parts);

    private Task<int> SearchContentsAsync(SearchRoot root, long slot, CancellationToken cancellationToken)
    {
        var match = new StringBuilder();
        foreach (var term in criteria.Terms)
        {
            match.Append('"').Append(term.Text).Append(term.IsPrefix ? "\" * " : "\" ");
        }

        return AddAsync(SearchSql.Contents, match.ToString(), root, slot, cancellationToken);
    }

    private async Task<List<string>> CorrectAsync(SearchTerm term, long slot, CancellationToken cancellationToken)
    {
        // Who writes a word that there is means it.
        if (!Spelling.IsSpelled(term.Text)
            || await database.QueryFirstAsync(new SqlStatement(SearchSql.IsSpelled, slot, term.Text), static row => row.GetFlag(0), cancellationToken))
        {
            return [];
        }

        var (low, high) = RowsOf(slot);
        var candidates = await database.QueryAsync(
            new SqlStatement(SearchSql.Spellings, Spelling.Candidates(term.Text), low, high), static row => row.GetText(0), cancellationToken);
        return [.. Spelling.Nearest(term.Text, candidates)];
    }

    private async Task<int> AddAsync(string sql, string? match, SearchRoot root, long slot, CancellationToken cancellationToken)
    {
        var byContent = sql == SearchSql.Contents;
        var rows = await database.QueryAsync(
            new SqlStatement(sql, Parameters(match, root, slot)),
            row => (Id: row.GetGuid(0), Modified: row.GetInteger(1), Words: row.GetText(2), Weight: byContent ? row.GetInteger(3) : 0),
            cancellationToken);
        foreach (var (id, modified, words, weight) in rows)
        {
            var rank = byContent ? ContentRank(weight / 1000.0) : NameRank.Of(NameWords.Folded(words), criteria.Terms);
            Add((root.DriveId, id), new Found(rank, modified, byContent));
        }

        return rows.Count;
    }

    private void Add((Guid DriveId, Guid EntryId) key, Found found)
    {
        if (!_found.TryGetValue(key, out var known))
        {
            _found.Add(key, found);
        }
        else if (known.ByContent != found.ByContent)
        {
            _found[key] = new Found(Math.Max(known.Rank, found.Rank) + BothBonus, found.Modified, ByContent: true);
        }
    }

    // bm25 has no upper end; most good hits lie between 1 and 10.
    private static double ContentRank(double bm25) => LowestContentRank + (ContentSpan * Math.Max(0, bm25) / (Math.Max(0, bm25) + 5));

    private static (long Low, long High) RowsOf(long slot) =>
        (slot << SqliteSearchSchema.SlotBits, (slot + 1) << SqliteSearchSchema.SlotBits);

    private SqlValue[] Parameters(string? match, SearchRoot root, long slot) =>
    [
        match,
        RowsOf(slot).Low,
        RowsOf(slot).High,
        slot,
        root.FolderId == root.DriveId ? SqlValue.Null : root.FolderId,
        (long?)criteria.Kind,
        criteria.Types.IsEmpty ? SqlValue.Null : '[' + string.Join(',', criteria.Types.Select(type => $"\"{JsonEncodedText.Encode(type)}\"")) + ']',
        criteria.MinSizeBytes,
        criteria.MaxSizeBytes,
        criteria.ModifiedFromUnixMilliseconds,
        criteria.ModifiedToUnixMilliseconds,
        criteria.InTrash,
        criteria.Limit,
    ];

    private readonly record struct Found(double Rank, long Modified, bool ByContent);
}
