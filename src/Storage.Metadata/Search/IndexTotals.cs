namespace FileStorage.Storage.Metadata.Search;

/// <summary>How much is indexed.</summary>
public sealed record IndexTotals
{
    public required long Drives { get; init; }

    public required long Entries { get; init; }

    /// <summary>Contents that can be searched.</summary>
    public required long Contents { get; init; }

    public required long PendingContents { get; init; }

    /// <summary>Contents of which nothing could be read, by the reason, most frequent first; at most 100 reasons.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> NotIndexed { get; init; }
}
