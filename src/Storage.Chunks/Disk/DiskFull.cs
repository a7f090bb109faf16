namespace FileStorage.Storage.Chunks.Disk;

/// <summary>Recognizes the system's errors for "no room": ENOSPC, EDQUOT, and ERROR_DISK_FULL and its kin on Windows.</summary>
internal static class DiskFull
{
    public static bool Is(IOException exception) =>
        exception is not StorageFullException
        && (OperatingSystem.IsWindows()
            ? (exception.HResult & 0xFFFF) is 0x70 or 0x27
            : exception.HResult is 28 or 122);

    public static StorageFullException Wrap(IOException exception) => new("The disk is full.", exception);
}
