using FileStorage.Api.Contracts.Sharing;
using FileStorage.Core.Chunks;

namespace FileStorage.Api.Contracts.Changes;

/// <summary>A file or folder as it is when the page is answered.</summary>
public sealed record ChangedItemBody
{
    public required Guid Id { get; init; }

    /// <summary>All zeros for the root of a drive, whose id is the drive's.</summary>
    public required Guid ParentId { get; init; }

    /// <summary>Empty for the root.</summary>
    public required string Name { get; init; }

    /// <summary>"file" or "folder".</summary>
    public required string Kind { get; init; }

    /// <summary>
    /// "live", "trashed" (the root of what was deleted; what lies below it stays as it was) or "purged" (gone for good, with all below it).
    /// </summary>
    public required string State { get; init; }

    /// <summary>Without quotes.</summary>
    public required string Etag { get; init; }

    /// <summary>Of a file: its newest version.</summary>
    public Guid? VersionId { get; init; }

    /// <summary>Number of the newest version; 0 for a folder.</summary>
    public long VersionNumber { get; init; }

    public long Size { get; init; }

    /// <summary>SHA-256 of the content, where the server has computed it.</summary>
    public ChunkId? Sha256 { get; init; }

    public required DateTimeOffset ModifiedAt { get; init; }

    public bool Executable { get; init; }

    /// <summary>Of a place where something of somebody else is shown: whose it is and what may be done with it and all below it.</summary>
    public SharedBody? Shared { get; init; }
}
