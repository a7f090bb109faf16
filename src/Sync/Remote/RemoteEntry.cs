using FileStorage.Core.Chunks;
using FileStorage.Core.Entries;

namespace FileStorage.Sync.Remote;

/// <summary>An entry of a drive as the server tells it.</summary>
public sealed record RemoteEntry
{
    public required Guid Id { get; init; }

    /// <summary>Empty for the root, whose id is the drive's.</summary>
    public required Guid ParentId { get; init; }

    /// <summary>In NFC.</summary>
    public required string Name { get; init; }

    public required EntryKind Kind { get; init; }

    public required RemoteState State { get; init; }

    /// <summary>Of a file, its newest version; of a folder it changes with anything below, so that a folder's may be out of date.</summary>
    public required string Etag { get; init; }

    /// <summary>Of a file: the newest version; empty for a folder.</summary>
    public Guid VersionId { get; init; }

    public long VersionNumber { get; init; }

    public long SizeBytes { get; init; }

    /// <summary>SHA-256 of the content, where the server knows it.</summary>
    public ChunkId? Sha256 { get; init; }

    public DateTimeOffset ModifiedAt { get; init; }

    public bool Executable { get; init; }
}
