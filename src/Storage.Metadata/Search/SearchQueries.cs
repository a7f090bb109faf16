using System.Collections.Immutable;
using FileStorage.Core.Search;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Shards;

namespace FileStorage.Storage.Metadata.Search;

/// <summary>Answers one question from one part of one drive after the other.</summary>
internal sealed class SearchQueries(IMetadataShards shards, ISearchDialect dialect, SearchCriteria criteria)
{
    /// <summary>With this many hits nobody meant another word.</summary>
    private const int EnoughHits = 3;

    /// <summary>Rows of one drive have neighbouring numbers: its slot times two to this.</summary>
    public const int SlotBits = 36;

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
            await AddAsync(
                new SqlStatement(SearchSql.Everything, [SqlValue.Of((string?)null), .. Conditions(root, slot)]), root, byContent: false, cancellationToken);
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
            var parts = new List<IReadOnlyList<string>>();
            var isCorrected = false;
            foreach (var term in criteria.Terms)
            {
                var corrections = await CorrectAsync(term, shards.OfDrive(root.DriveId), slot, cancellationToken);
                isCorrected |= corrections.Count > 0;
                parts.Add([.. corrections.Select(NameWords.WholeWord), NameWords.Within(term)]);
            }

            if (isCorrected)
            {
                await AddAsync(dialect.Names(parts, Conditions(root, slot)), root, byContent: false, cancellationToken);
            }
        }
    }

    private async Task SearchNamesAsync(SearchRoot root, long slot, CancellationToken cancellationToken)
    {
        var terms = criteria.Terms;
        List<string>[] questions =
        [
            Question(terms.Select(NameWords.Within)),
            Question(terms.Select(NameWords.WordBeginning)),
            Question(terms.Skip(1).Select(NameWords.Within).Prepend(NameWords.Beginning(terms[0]))),
        ];

        // Only where there is more than anybody looks at, the better ones have to be asked for by themselves.
        foreach (var question in questions.DistinctBy(question => string.Join('\0', question)))
        {
            var parts = question.ConvertAll(IReadOnlyList<string> (phrase) => [phrase]);
            if (await AddAsync(dialect.Names(parts, Conditions(root, slot)), root, byContent: false, cancellationToken) < criteria.Limit)
            {
                return;
            }
        }
    }

    // The end of a name is a word of it.
    private List<string> Question(IEnumerable<string> phrases) =>
        criteria.Types is [var type] && FoldedText.Of(type) is { Length: > 0 } word && !word.Contains(' ', StringComparison.Ordinal)
            ? [.. phrases, NameWords.WholeWord(word)]
            : [.. phrases];

    private Task<int> SearchContentsAsync(SearchRoot root, long slot, CancellationToken cancellationToken) =>
        AddAsync(dialect.Contents(criteria.Terms, Conditions(root, slot)), root, byContent: true, cancellationToken);

    private async Task<List<string>> CorrectAsync(
        SearchTerm term, IMetadataDatabase database, long slot, CancellationToken cancellationToken)
    {
        // Who writes a word that there is means it.
        if (!Spelling.IsSpelled(term.Text)
            || await database.QueryFirstAsync(new SqlStatement(SearchSql.IsSpelled, slot, term.Text), static row => row.GetFlag(0), cancellationToken))
        {
            return [];
        }

        var candidates = await database.QueryAsync(
            dialect.Spellings(Spelling.Pieces(term.Text), slot), static row => row.GetText(0), cancellationToken);
        return [.. Spelling.Nearest(term.Text, candidates)];
    }

    private async Task<int> AddAsync(SqlStatement question, SearchRoot root, bool byContent, CancellationToken cancellationToken)
    {
        var rows = await shards.OfDrive(root.DriveId).QueryAsync(
            question,
            row => (Id: row.GetGuid(0), Modified: row.GetInteger(1), Words: row.GetText(2), Weight: byContent ? row.GetInteger(3) : 0),
            cancellationToken);
        foreach (var (id, modified, words, weight) in rows)
        {
            var rank = byContent ? LowestContentRank + (ContentSpan * dialect.ContentWeight(weight)) : NameRank.Of(NameWords.Folded(words), criteria.Terms);
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

    // Types stand between slashes, which no name can hold.
    private SqlValue[] Conditions(SearchRoot root, long slot) =>
    [
        slot << SlotBits,
        (slot + 1) << SlotBits,
        slot,
        root.FolderId == root.DriveId ? (Guid?)null : root.FolderId,
        (long?)criteria.Kind,
        criteria.Types.IsEmpty ? null : '/' + string.Join('/', criteria.Types) + '/',
        criteria.MinSizeBytes,
        criteria.MaxSizeBytes,
        criteria.ModifiedFromUnixMilliseconds,
        criteria.ModifiedToUnixMilliseconds,
        criteria.InTrash,
        criteria.Limit,
    ];

    private readonly record struct Found(double Rank, long Modified, bool ByContent);
}
