using FileStorage.Core.Chunks;

namespace FileStorage.Api.Contracts.Content;

/// <summary>What stands before the bytes of each file in a batch; see docs/protocol.md, "Many files in one request".</summary>
public sealed record BatchFileHeader
{
    /// <summary>Where the file is or goes; in its place either <see cref="ParentId"/> and <see cref="Name"/>, or <see cref="ItemId"/>.</summary>
    public string? Path { get; init; }

    public Guid? ParentId { get; init; }

    public string? Name { get; init; }

    /// <summary>The file that gets a new version.</summary>
    public Guid? ItemId { get; init; }

    /// <summary>Chosen once: the same id finds what it did the first time, and does nothing again.</summary>
    public Guid? OperationId { get; init; }

    /// <summary>Bytes that follow; at most 4 MiB.</summary>
    public required int Size { get; init; }

    /// <summary>Where given, the content must have this SHA-256.</summary>
    public ChunkId? Sha256 { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public bool Executable { get; init; }

    /// <summary>The etag the file must have; "*" is not legal here.</summary>
    public string? IfMatch { get; init; }

    /// <summary>The version that was edited, and with it or without what to do about a conflict; not together with preconditions.</summary>
    public Guid? Base { get; init; }

    /// <summary>"copy" (default where there is a base), "merge", "fail" or "overwrite".</summary>
    public string? Conflict { get; init; }

    /// <summary>The file must not exist yet.</summary>
    public bool IfAbsent { get; init; }
}
