namespace FileStorage.Grains.Interfaces.Search;

/// <summary>How far an index is behind.</summary>
[GenerateSerializer, Immutable, Alias("search.lag")]
public sealed record IndexLag
{
    /// <summary>Changes of the journal that are not indexed; null while the drive is listed from the start.</summary>
    [Id(0)] public required long? Changes { get; init; }

    /// <summary>Contents that are still to be read.</summary>
    [Id(1)] public required long Contents { get; init; }

    /// <summary>Since when the oldest of both has been waiting; null where nothing waits, or where it is not known.</summary>
    [Id(2)] public required DateTimeOffset? Since { get; init; }
}
