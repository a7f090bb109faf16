namespace FileStorage.Storage.Chunks.Disk;

/// <summary>
/// What waits for a lane. A lane that becomes free takes everything that queued while it was busy: the longer a flush takes, the
/// more the next one carries, and no timer is needed. A second lane only sets out for bytes enough to keep it busy; small chunks share the
/// flushes of one, which costs less than half of what two lanes with half as many each would.
/// </summary>
internal sealed class PutQueue
{
    /// <summary>Waiting bytes for which another lane is worth a flush of its own.</summary>
    private const long BytesForAnotherLane = 1024 * 1024;

    private readonly object _lock = new();
    private readonly Queue<PendingPut> _waiting = new();
    private long _waitingBytes;
    private int _idleLanes;
    private int _busyLanes;
    private bool _closed;

    private bool IsWorthALane => _waiting.Count > 0 && (_busyLanes == 0 || _waitingBytes >= BytesForAnotherLane || _closed);

    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    public void Enqueue(PendingPut put)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(DiskChunkStore));
            _waiting.Enqueue(put);
            _waitingBytes += put.Chunk.Length;
            if (_idleLanes > 0 && IsWorthALane)
            {
                Monitor.Pulse(_lock);
            }
        }
    }

    /// <summary>
    /// Ends what the lane took before, waits until there is work for it, then moves as much of it to <paramref name="batch"/> as fits in
    /// <paramref name="maxBytes"/>, at least one. False once the queue is closed and empty.
    /// </summary>
    /// <param name="batch">Empty.</param>
    /// <param name="maxBytes">Of one batch.</param>
    /// <param name="isBusy">Whether the lane took something before.</param>
    public bool Take(List<PendingPut> batch, long maxBytes, bool isBusy)
    {
        lock (_lock)
        {
            _busyLanes -= isBusy ? 1 : 0;
            while (!IsWorthALane)
            {
                if (_closed && _waiting.Count == 0)
                {
                    return false;
                }

                _idleLanes++;
                Monitor.Wait(_lock);
                _idleLanes--;
            }

            long bytes = 0;
            while (_waiting.TryPeek(out var next) && (batch.Count == 0 || bytes + next.Chunk.Length <= maxBytes))
            {
                bytes += next.Chunk.Length;
                batch.Add(_waiting.Dequeue());
            }

            _waitingBytes -= bytes;
            _busyLanes++;
            return true;
        }
    }

    /// <summary>Takes no more; what is there is still written.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            Monitor.PulseAll(_lock);
        }
    }
}
