namespace FileStorage.Grains.Interfaces.Chunks;

/// <summary>
/// One version's claim on a chunk. Until <see cref="LeasedUntil"/> it holds by itself; after that it holds if the version
/// exists, which the File grain is asked.
/// </summary>
[GenerateSerializer, Immutable, Alias("chunk.reference")]
public sealed record ChunkReference
{
    /// <summary>The drive that pays for the bytes.</summary>
    [Id(0)] public required Guid Owner { get; init; }

    [Id(1)] public required Guid FileId { get; init; }

    [Id(2)] public required Guid VersionId { get; init; }

    [Id(3)] public required DateTimeOffset LeasedUntil { get; init; }

    /// <summary>The drive within which "already stored" may be answered to whoever asks; null: <see cref="Owner"/>.</summary>
    [Id(4)] public Guid? KnownTo { get; init; }
}
