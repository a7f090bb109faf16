using System.Collections.Concurrent;

namespace FileStorage.Storage.Chunks.Disk;

internal sealed class PendingPutPool
{
    private const int MaxKept = 1024;

    private readonly ConcurrentQueue<PendingPut> _idle = new();

    public PendingPut Rent() => _idle.TryDequeue(out var put) ? put : new PendingPut(this);

    public void Return(PendingPut put)
    {
        if (_idle.Count < MaxKept)
        {
            _idle.Enqueue(put);
        }
    }
}
