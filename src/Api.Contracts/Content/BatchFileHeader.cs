using FileStorage.Core.Chunks;

namespace FileStorage.Api.Contracts.Content;

/// <summary>What stands before the bytes of each file in a batch; see docs/protocol.md, "Many files in one request".</summary>
public sealed record BatchFileHeader
{
    public required string Path { get; init; }

    /// <summary>Bytes that follow; at most 4 MiB.</summary>
    public required int Size { get; init; }

    /// <summary>Where given, the content must have this SHA-256.</summary>
    public ChunkId? Sha256 { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public bool Executable { get; init; }

    /// <summary>The etag the file must have; "*" is not legal here.</summary>
    public string? IfMatch { get; init; }

    /// <summary>The file must not exist yet.</summary>
    public bool IfAbsent { get; init; }
}
