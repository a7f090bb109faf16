using FileStorage.Core.Chunks;

namespace FileStorage.Api.Contracts.Links;

/// <summary>An item as a visitor of a public link sees it.</summary>
public sealed record VisitItemBody
{
    public required string Name { get; init; }

    /// <summary>From what the link leads to, which is "/".</summary>
    public required string Path { get; init; }

    /// <summary>"file" or "folder".</summary>
    public required string Kind { get; init; }

    public required string Etag { get; init; }

    /// <summary>Bytes of the newest version; 0 for a folder.</summary>
    public required long Size { get; init; }

    /// <summary>Where the server has computed it.</summary>
    public ChunkId? Sha256 { get; init; }

    public required DateTimeOffset ModifiedAt { get; init; }

    public bool Executable { get; init; }
}
