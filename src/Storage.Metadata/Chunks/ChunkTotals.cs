namespace FileStorage.Storage.Metadata.Chunks;

/// <summary>Sums over all chunks, for statistics. While chunks move to another database, some may be counted twice. Referenced bytes count a chunk once a reference.</summary>
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

    /// <summary>The sums over these and others.</summary>
    internal ChunkTotals Plus(ChunkTotals others) => new()
    {
        Chunks = Chunks + others.Chunks,
        CondemnedChunks = CondemnedChunks + others.CondemnedChunks,
        PlainBytes = PlainBytes + others.PlainBytes,
        StoredBytes = StoredBytes + others.StoredBytes,
        References = References + others.References,
        ReferencedBytes = ReferencedBytes + others.ReferencedBytes,
        GarbageLocations = GarbageLocations + others.GarbageLocations,
    };
}
