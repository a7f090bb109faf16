using FileStorage.Storage.Chunks.Files;
using Microsoft.Win32.SafeHandles;

namespace FileStorage.Storage.Chunks.Disk;

internal sealed class DiskPackFile(SafeFileHandle handle) : IPackFile
{
    // The block of every common file system; with another one less is given back than could be, or nothing.
    private const long BlockBytes = 4096;

    public long Length => RandomAccess.GetLength(handle);

    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset)
    {
        try
        {
            RandomAccess.Write(handle, buffers, offset);
        }
        catch (IOException e) when (DiskFull.Is(e))
        {
            throw DiskFull.Wrap(e);
        }
    }

    public void Sync()
    {
        try
        {
            LinuxFiles.SyncData(handle);
        }
        catch (IOException e) when (DiskFull.Is(e))
        {
            throw DiskFull.Wrap(e);
        }
    }

    public int Read(Span<byte> destination, long offset)
    {
        var total = 0;
        while (total < destination.Length)
        {
            var read = RandomAccess.Read(handle, destination[total..], offset + total);
            if (read == 0)
            {
                break;
            }

            total += read;
        }

        return total;
    }

    public long PunchHole(long offset, long length)
    {
        var first = (offset + BlockBytes - 1) / BlockBytes * BlockBytes;
        var end = (offset + length) / BlockBytes * BlockBytes;
        return end > first && LinuxFiles.TryPunchHole(handle, first, end - first) ? end - first : 0;
    }

    public void Dispose() => handle.Dispose();
}
