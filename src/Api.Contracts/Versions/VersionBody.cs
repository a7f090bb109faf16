using FileStorage.Core.Chunks;

namespace FileStorage.Api.Contracts.Versions;

/// <summary>One version of a file.</summary>
public sealed record VersionBody
{
    public required long Number { get; init; }

    public required string Etag { get; init; }

    public required long Size { get; init; }

    public ChunkId? Sha256 { get; init; }

    public required DateTimeOffset ModifiedAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required Guid DeviceId { get; init; }

    public bool Executable { get; init; }
}
