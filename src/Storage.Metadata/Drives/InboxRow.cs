namespace FileStorage.Storage.Metadata.Drives;

/// <summary>
/// The outbox record of a version: written with it in one write, deleted by the drive in the write that makes the version visible.
/// </summary>
public sealed record InboxRow
{
    public required Guid DriveId { get; init; }

    /// <summary>With the drive the key of the row.</summary>
    public required Guid VersionId { get; init; }

    public required Guid FileId { get; init; }

    /// <summary>What the drive needs to finish the commit; its writer knows the form.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    public required long AtUnixMilliseconds { get; init; }

    /// <summary>The drive has decided not to show the version; its file is to undo it.</summary>
    public bool IsRefused { get; init; }

    /// <summary>The file is letting go of the version, and the drive is to give its bytes back to the quota when it has; the payload is their number.</summary>
    public bool IsThinned { get; init; }
}
