using FileStorage.Core.Chunks;

namespace FileStorage.Api.Contracts.Uploads;

/// <summary>One chunk of a manifest.</summary>
public readonly record struct ChunkBody
{
    public required ChunkId Id { get; init; }

    /// <summary>1 to 4,194,304.</summary>
    public required int Length { get; init; }
}
