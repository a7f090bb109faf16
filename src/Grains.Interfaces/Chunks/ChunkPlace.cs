using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Chunks;

/// <summary>Where the bytes of a chunk lie.</summary>
[GenerateSerializer, Immutable, Alias("chunk.place")]
public sealed record ChunkPlace
{
    /// <summary>Binary form of the chunk store's location.</summary>
    [Id(0)] public required ImmutableArray<byte> Location { get; init; }

    [Id(1)] public required int PlainBytes { get; init; }

    [Id(2)] public required int StoredBytes { get; init; }
}
