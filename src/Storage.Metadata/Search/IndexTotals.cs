namespace FileStorage.Storage.Metadata.Search;

/// <summary>How much is indexed.</summary>
public sealed record IndexTotals
{
    private const int MaxReasons = 100;

    public required long Drives { get; init; }

    public required long Entries { get; init; }

    /// <summary>Contents that can be searched.</summary>
    public required long Contents { get; init; }

    public required long PendingContents { get; init; }

    /// <summary>Contents of which nothing could be read, by the reason, most frequent first; at most 100 reasons.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> NotIndexed { get; init; }

    /// <summary>The sums over several databases.</summary>
    internal static IndexTotals Sum(IReadOnlyList<IndexTotals> totals) => new()
    {
        Drives = totals.Sum(total => total.Drives),
        Entries = totals.Sum(total => total.Entries),
        Contents = totals.Sum(total => total.Contents),
        PendingContents = totals.Sum(total => total.PendingContents),
        NotIndexed =
        [
            .. totals.SelectMany(total => total.NotIndexed)
                .GroupBy(reason => reason.Key, reason => reason.Value)
                .Select(reason => KeyValuePair.Create(reason.Key, reason.Sum()))
                .OrderByDescending(reason => reason.Value)
                .ThenBy(reason => reason.Key, StringComparer.Ordinal)
                .Take(MaxReasons),
        ],
    };
}
