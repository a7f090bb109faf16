using FileStorage.Core.Entries;

namespace FileStorage.Storage.Metadata.Drives;

/// <summary>
/// One change of a drive, and the state of its entry after it: replaying the rows up to a number gives the tree as it was then. What
/// the entry was before the change can be told from the row alone too, so that rows can be undone without those before them.
/// </summary>
public sealed record JournalRow
{
    public required Guid DriveId { get; init; }

    /// <summary>From 1, without gaps.</summary>
    public required long Number { get; init; }

    public required ChangeKind Kind { get; init; }

    public required Guid EntryId { get; init; }

    public required EntryKind EntryKind { get; init; }

    public required Guid? ParentId { get; init; }

    public required string Name { get; init; }

    public Guid? VersionId { get; init; }

    public long VersionNumber { get; init; }

    public long SizeBytes { get; init; }

    /// <summary>The folder it was in before; set where it moved, and where it came out of the trash to another place.</summary>
    public Guid? FromParentId { get; init; }

    /// <summary>The name it had before; set together with <see cref="FromParentId"/>.</summary>
    public string? FromName { get; init; }

    /// <summary>The version it had before; set where a file got a new one.</summary>
    public Guid? FromVersionId { get; init; }

    /// <summary>Set together with <see cref="FromVersionId"/>.</summary>
    public long? FromVersionNumber { get; init; }

    /// <summary>Set together with <see cref="FromVersionId"/>.</summary>
    public long? FromSizeBytes { get; init; }

    /// <summary>When the drive decided it, Unix time in milliseconds.</summary>
    public required long AtUnixMilliseconds { get; init; }

    /// <summary>The device that asked for it; null for the server's own acts.</summary>
    public Guid? DeviceId { get; init; }

    /// <summary>The command that caused it; unique in its drive. Of several rows of one command only one carries it.</summary>
    public Guid? OperationId { get; init; }
}
