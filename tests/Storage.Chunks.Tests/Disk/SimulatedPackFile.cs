using System.Runtime.InteropServices;
using FileStorage.Storage.Chunks.Disk;

namespace FileStorage.Tests.Storage.Chunks.Tests.Disk;

internal sealed class SimulatedPackFile(SimulatedPackFolder folder, SimulatedPack pack, Lock disk) : IPackFile
{
    private bool _closed;

    public long Length
    {
        get
        {
            lock (disk)
            {
                return pack.Content.Count;
            }
        }
    }

    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset)
    {
        lock (disk)
        {
            foreach (var buffer in buffers)
            {
                folder.Write(pack, buffer, offset);
                offset += buffer.Length;
            }
        }
    }

    public void Sync()
    {
        folder.SyncsWaitFor?.Wait();
        lock (disk)
        {
            folder.BeforeSync();
            pack.Sync();
        }
    }

    public int Read(Span<byte> destination, long offset)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        lock (disk)
        {
            var available = (int)Math.Clamp(pack.Content.Count - offset, 0, destination.Length);
            if (available > 0)
            {
                CollectionsMarshal.AsSpan(pack.Content).Slice((int)offset, available).CopyTo(destination);
            }

            return available;
        }
    }

    public long PunchHole(long offset, long length)
    {
        lock (disk)
        {
            CollectionsMarshal.AsSpan(pack.Content).Slice((int)offset, (int)length).Clear();
            return 0;
        }
    }

    public void Dispose() => _closed = true;
}
