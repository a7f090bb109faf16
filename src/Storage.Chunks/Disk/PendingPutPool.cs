using System.Collections.Concurrent;
using FileStorage.Storage.Chunks.Sealing;

namespace FileStorage.Storage.Chunks.Disk;

internal sealed class PendingPutPool(RecordBuffers buffers)
{
    private const int MaxKept = 1024;

    private readonly ConcurrentQueue<PendingPut> _idle = new();

    public PendingPut Rent() => _idle.TryDequeue(out var put) ? put : new PendingPut(this, buffers);

    public void Return(PendingPut put)
    {
        if (_idle.Count < MaxKept)
        {
            _idle.Enqueue(put);
        }
    }
}
