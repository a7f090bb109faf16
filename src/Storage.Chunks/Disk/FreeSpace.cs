namespace FileStorage.Storage.Chunks.Disk;

/// <summary>Watches the reserve: the room on the disk that the store leaves to the system and to its own metadata.</summary>
internal sealed class FreeSpace(IPackFolder folder, long reserveBytes)
{
    private long _freeBytes = folder.FreeBytes;

    /// <summary>Room left above the reserve as of the last look.</summary>
    public long AvailableBytes => Math.Max(0, Volatile.Read(ref _freeBytes) - reserveBytes);

    /// <summary>1 GiB, or a hundredth of a small disk.</summary>
    public static long DefaultReserve(IPackFolder folder) => Math.Min(1L << 30, folder.TotalBytes / 100);

    /// <exception cref="StorageFullException">Less than the reserve would be left.</exception>
    public void Demand(long bytes)
    {
        if (Volatile.Read(ref _freeBytes) - bytes >= reserveBytes)
        {
            return;
        }

        // Somebody may have made room since.
        Look();
        if (Volatile.Read(ref _freeBytes) - bytes < reserveBytes)
        {
            throw new StorageFullException(
                $"The disk has {Volatile.Read(ref _freeBytes)} bytes left and {reserveBytes} of them are a reserve.");
        }
    }

    public void Look() => Volatile.Write(ref _freeBytes, folder.FreeBytes);
}
