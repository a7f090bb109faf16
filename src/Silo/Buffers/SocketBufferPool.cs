using System.Buffers;
using System.Collections.Concurrent;

namespace FileStorage.Silo.Buffers;

/// <summary>
/// The blocks that Kestrel reads sockets into and writes them from. Its own have 4 KiB, which makes a system call of every 4 KiB of
/// an upload; these have 32. Pinned once and used again; more than <see cref="MaxKept"/> are left to the collector.
/// </summary>
internal sealed class SocketBufferPool : MemoryPool<byte>
{
    private const int BlockBytes = 32 * 1024;
    private const int MaxKept = 512;

    private readonly ConcurrentQueue<SocketBuffer> _free = new();

    public override int MaxBufferSize => BlockBytes;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
        return _free.TryDequeue(out var free) ? free : new SocketBuffer(this, BlockBytes);
    }

    internal void Return(SocketBuffer buffer)
    {
        if (_free.Count < MaxKept)
        {
            _free.Enqueue(buffer);
        }
    }

    protected override void Dispose(bool disposing) => _free.Clear();
}
