namespace FileStorage.Storage.Chunks.Disk;

/// <summary>Lets in so many bytes at a time, first come, first served. One entry always fits, however large it is.</summary>
internal sealed class ByteGate(long capacityBytes)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiting = new();
    private long _insideBytes;

    public ValueTask EnterAsync(long bytes, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        Waiter waiter;
        lock (_lock)
        {
            if (_waiting.Count == 0 && Fits(bytes))
            {
                _insideBytes += bytes;
                return ValueTask.CompletedTask;
            }

            waiter = new Waiter(bytes);
            _waiting.AddLast(waiter.Place);
        }

        return new ValueTask(WaitAsync(waiter, cancellationToken));
    }

    public void Leave(long bytes)
    {
        lock (_lock)
        {
            _insideBytes -= bytes;
            AdmitWaiting();
        }
    }

    private async Task WaitAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        using (cancellationToken.UnsafeRegister(static (state, token) =>
        {
            var (gate, waiter) = ((ByteGate, Waiter))state!;
            gate.Cancel(waiter, token);
        }, (this, waiter)))
        {
            await waiter.Admitted.Task;
        }
    }

    private void Cancel(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (waiter.Place.List is null)
            {
                return;
            }

            _waiting.Remove(waiter.Place);
            waiter.Admitted.SetCanceled(cancellationToken);

            // The one that gave up may have been all that held back smaller ones.
            AdmitWaiting();
        }
    }

    private void AdmitWaiting()
    {
        while (_waiting.First is { } first && Fits(first.Value.Bytes))
        {
            _waiting.RemoveFirst();
            _insideBytes += first.Value.Bytes;
            first.Value.Admitted.SetResult();
        }
    }

    private bool Fits(long bytes) => _insideBytes == 0 || _insideBytes + bytes <= capacityBytes;

    private sealed class Waiter
    {
        public Waiter(long bytes)
        {
            Bytes = bytes;
            Place = new LinkedListNode<Waiter>(this);
        }

        public long Bytes { get; }

        public LinkedListNode<Waiter> Place { get; }

        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
