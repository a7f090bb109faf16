namespace FileStorage.Storage.Chunks.Disk;

/// <summary>
/// What waits for a lane. A lane that becomes free takes everything that queued while it was busy: the longer a flush takes, the
/// more the next one carries, and no timer is needed.
/// </summary>
internal sealed class PutQueue
{
    private readonly object _lock = new();
    private readonly Queue<PendingPut> _waiting = new();
    private int _idleLanes;
    private bool _closed;

    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    public void Enqueue(PendingPut put)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(DiskChunkStore));
            _waiting.Enqueue(put);
            if (_idleLanes > 0)
            {
                Monitor.Pulse(_lock);
            }
        }
    }

    /// <summary>
    /// Waits until something is there, then moves as much of it to <paramref name="batch"/> as fits in
    /// <paramref name="maxBytes"/>, at least one. False once the queue is closed and empty.
    /// </summary>
    public bool Take(List<PendingPut> batch, long maxBytes)
    {
        lock (_lock)
        {
            while (_waiting.Count == 0)
            {
                if (_closed)
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
