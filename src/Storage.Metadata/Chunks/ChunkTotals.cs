namespace FileStorage.Storage.Metadata.Chunks;

/// <summary>Sums over all chunks, for statistics. Referenced bytes count a chunk once a reference.</summary>
public sealed record ChunkTotals
{
    public required long Chunks { get; init; }

    public required long CondemnedChunks { get; init; }

    public required long PlainBytes { get; init; }

    public required long StoredBytes { get; init; }

    public required long References { get; init; }

    /// <summary>Plain bytes as they would be without deduplication.</summary>
    public required long ReferencedBytes { get; init; }

    public required long GarbageLocations { get; init; }
}
