using FileStorage.Api.Contracts.Sharing;
using FileStorage.Core.Chunks;

namespace FileStorage.Api.Contracts.Items;

/// <summary>A file or folder.</summary>
public sealed record ItemBody
{
    public required Guid Id { get; init; }

    public required Guid ParentId { get; init; }

    /// <summary>Empty for the root.</summary>
    public required string Name { get; init; }

    /// <summary>From the root, starting with a slash; absent in listings, where the folder's path is known.</summary>
    public string? Path { get; init; }

    /// <summary>"file" or "folder".</summary>
    public required string Kind { get; init; }

    /// <summary>Without quotes.</summary>
    public required string Etag { get; init; }

    public long Size { get; init; }

    /// <summary>Number of the newest version; 0 for a folder.</summary>
    public long Version { get; init; }

    /// <summary>Id of a file's newest version.</summary>
    public Guid? VersionId { get; init; }

    /// <summary>SHA-256 of the content, where the server has computed it (files of one chunk, and empty ones).</summary>
    public ChunkId? Sha256 { get; init; }

    public required DateTimeOffset ModifiedAt { get; init; }

    public bool Executable { get; init; }

    public DateTimeOffset? TrashedAt { get; init; }

    /// <summary>Whose it is and what the caller may do with it; absent for the caller's own.</summary>
    public SharedBody? Shared { get; init; }

    /// <summary>Of an item in the past: it is gone for good, and its time is not known. Absent elsewhere.</summary>
    public bool? Gone { get; init; }

    /// <summary>In the answer to stored content: it met a conflict, and this item is where it went.</summary>
    public ConflictBody? Conflict { get; init; }
}
