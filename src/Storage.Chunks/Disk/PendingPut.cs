using System.Threading.Tasks.Sources;
using FileStorage.Core.Chunks;
using FileStorage.Storage.Chunks.Sealing;

namespace FileStorage.Storage.Chunks.Disk;

/// <summary>One sealed chunk on its way into a pack, and the caller who waits for it. Used again after the caller has his answer.</summary>
internal sealed class PendingPut(PendingPutPool pool, RecordBuffers buffers) : IValueTaskSource<ChunkLocation>
{
    // Callers go on elsewhere: the thread that completes them is the one that writes.
    private ManualResetValueTaskSourceCore<ChunkLocation> _core = new() { RunContinuationsAsynchronously = true };

    public SealedChunk Chunk { get; private set; }

    public ValueTask<ChunkLocation> Start(SealedChunk chunk)
    {
        Chunk = chunk;
        return new ValueTask<ChunkLocation>(this, _core.Version);
    }

    /// <summary>Answers the caller. This object belongs to him, and then to another one, from here on.</summary>
    public void Complete(ChunkLocation location)
    {
        Release();
        _core.SetResult(location);
    }

    /// <inheritdoc cref="Complete"/>
    public void Fail(Exception exception)
    {
        Release();
        _core.SetException(exception);
    }

    ChunkLocation IValueTaskSource<ChunkLocation>.GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            _core.Reset();
            pool.Return(this);
        }
    }

    ValueTaskSourceStatus IValueTaskSource<ChunkLocation>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<ChunkLocation>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Release()
    {
        buffers.Return(Chunk.Buffer);
        Chunk = default;
    }
}
