using FileStorage.Core.Chunks;

namespace FileStorage.Client.Versions;

/// <summary>A version that is to be downloaded; it never changes.</summary>
public sealed record WantedVersion
{
    public required Guid FileId { get; init; }

    public required long Number { get; init; }

    public required long SizeBytes { get; init; }

    /// <summary>SHA-256 of the content, where the server knows it.</summary>
    public ChunkId? Sha256 { get; init; }
}
