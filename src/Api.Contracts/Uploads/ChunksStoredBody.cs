using FileStorage.Core.Chunks;

namespace FileStorage.Api.Contracts.Uploads;

/// <summary>Answer to many chunks in one request: these are durable.</summary>
public sealed record ChunksStoredBody
{
    public required IReadOnlyList<ChunkId> Stored { get; init; }
}
