using System.Collections.Concurrent;
using FileStorage.Core.Chunks;

namespace FileStorage.Api.Chunks;

/// <summary>Blocks for large bodies. A few are kept; how many exist is bounded by the number of large bodies.</summary>
internal sealed class ContentBlockPool
{
    /// <summary>Room for at least two chunks of the largest size, so that a window of that size rarely has to move.</summary>
    public const int BlockBytes = 2 * ChunkLimits.MaxChunkBytes;

    private const int MaxKept = 4;

    private readonly ConcurrentQueue<ContentBlock> _free = new();

    /// <summary>A block that the caller holds.</summary>
    public ContentBlock Rent()
    {
        var block = _free.TryDequeue(out var free) ? free : new ContentBlock(this);
        block.Hold();
        return block;
    }

    internal void Return(ContentBlock block)
    {
        if (_free.Count < MaxKept)
        {
            _free.Enqueue(block);
        }
    }
}
