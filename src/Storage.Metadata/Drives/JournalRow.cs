using FileStorage.Core.Entries;

namespace FileStorage.Storage.Metadata.Drives;

/// <summary>
/// One change of a drive, and the state of its entry after it: replaying the rows up to a number gives the tree as it was then.
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

    /// <summary>When the drive decided it, Unix time in milliseconds.</summary>
    public required long AtUnixMilliseconds { get; init; }

    /// <summary>The device that asked for it; null for the server's own acts.</summary>
    public Guid? DeviceId { get; init; }

    /// <summary>The command that caused it; unique in its drive. Of several rows of one command only one carries it.</summary>
    public Guid? OperationId { get; init; }
}
