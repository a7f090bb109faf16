using FileStorage.Core.Chunks;
using FileStorage.Core.Entries;

namespace FileStorage.Storage.Metadata.Drives;

/// <summary>One file or folder of a drive. Times are Unix time in milliseconds.</summary>
public sealed record EntryRow
{
    /// <summary>A version 7 Guid, or the drive's own id for its root folder. Never used again.</summary>
    public required Guid Id { get; init; }

    public required Guid DriveId { get; init; }

    /// <summary>The folder it is in, or was in before it was trashed; null for the root of the drive alone.</summary>
    public required Guid? ParentId { get; init; }

    /// <summary>In NFC; unique among the live entries of one parent, by bytes. Sorted by its UTF-8 bytes.</summary>
    public required string Name { get; init; }

    public required EntryKind Kind { get; init; }

    public EntryState State { get; init; }

    /// <summary>The current version of a file; null for a folder.</summary>
    public Guid? VersionId { get; init; }

    /// <summary>The number of the current version of a file, from 1; 0 for a folder.</summary>
    public long VersionNumber { get; init; }

    public long SizeBytes { get; init; }

    /// <summary>All kept versions together: what counts to the quota.</summary>
    public long KeptBytes { get; init; }

    /// <summary>Chunks of the current version.</summary>
    public int ChunkCount { get; init; }

    /// <summary>The content hash of the current version as the file tells it; null for a folder.</summary>
    public ChunkId? ContentHash { get; init; }

    /// <summary>What the client says; for a file the modification time of its content.</summary>
    public long ModifiedUnixMilliseconds { get; init; }

    public bool Executable { get; init; }

    /// <summary>For a folder: changes if and only if something below it changed. For a file: the journal number of its last change.</summary>
    public long EtagNumber { get; init; }

    /// <summary>The journal number that made it.</summary>
    public long CreatedNumber { get; init; }

    /// <summary>When it came into the trash; null elsewhere.</summary>
    public long? TrashedUnixMilliseconds { get; init; }

    /// <summary>The drive of what is shown here, where this is the place of something that was shared; null elsewhere.</summary>
    public Guid? TargetDriveId { get; init; }

    /// <summary>The entry of <see cref="TargetDriveId"/> that is shown here.</summary>
    public Guid? TargetEntryId { get; init; }
}
