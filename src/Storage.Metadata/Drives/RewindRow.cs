namespace FileStorage.Storage.Metadata.Drives;

/// <summary>One rewind of a drive, written with its first commit, so that whatever of it is left to do is found after a crash.</summary>
public sealed record RewindRow
{
    public required Guid DriveId { get; init; }

    /// <summary>The command that asked for it; with the drive the key of the row.</summary>
    public required Guid OperationId { get; init; }

    /// <summary>The folder or file that went back; the drive's own id for the whole drive.</summary>
    public required Guid FolderId { get; init; }

    /// <summary>The journal number it went back to.</summary>
    public required long ToNumber { get; init; }

    /// <summary>The newest journal number before it began: rewinding to that undoes it.</summary>
    public required long FromNumber { get; init; }

    public required bool IsRunning { get; init; }

    /// <summary>When it began, Unix time in milliseconds.</summary>
    public required long AtUnixMilliseconds { get; init; }

    public Guid? DeviceId { get; init; }

    public Guid? UserId { get; init; }

    /// <summary>What it did, and what is left of it; its writer knows the form.</summary>
    public required ReadOnlyMemory<byte> Report { get; init; }
}
