namespace FileStorage.Api.Contracts.Search;

/// <summary>How far the index is behind what is stored.</summary>
public sealed record SearchLagBody
{
    /// <summary>Changes that are not indexed; null while everything is indexed anew.</summary>
    public long? Changes { get; init; }

    /// <summary>Contents that are still to be read.</summary>
    public required long Contents { get; init; }

    /// <summary>How long the oldest of them has been waiting; 0 where nothing waits.</summary>
    public required double Seconds { get; init; }
}
