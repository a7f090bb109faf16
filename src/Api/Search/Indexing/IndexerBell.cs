namespace FileStorage.Api.Search.Indexing;

/// <summary>Drives that have news, each once however often it rang, and since when.</summary>
internal sealed class IndexerBell(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, long> _rung = [];
    private readonly Dictionary<Guid, long> _taken = [];
    private TaskCompletionSource _bell = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Drives that wait to be indexed, or are being indexed.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _rung.Keys.Concat(_taken.Keys).Distinct().Count();
            }
        }
    }

    /// <summary>How long the one that rang first has been waiting; nothing where none waits.</summary>
    public TimeSpan Lag
    {
        get
        {
            lock (_lock)
            {
                long? first = _rung.Count + _taken.Count > 0 ? _rung.Values.Concat(_taken.Values).Min() : null;
                return first is { } since ? clock.GetElapsedTime(since) : TimeSpan.Zero;
            }
        }
    }

    public void Ring(Guid driveId)
    {
        lock (_lock)
        {
            if (_rung.TryAdd(driveId, clock.GetTimestamp()))
            {
                _bell.TrySetResult();
            }
        }
    }

    /// <summary>Ends the wait without a drive.</summary>
    public void Wake()
    {
        lock (_lock)
        {
            _bell.TrySetResult();
        }
    }

    /// <summary>Those that rang since the last call. Each is waiting until <see cref="Done"/>, or until the next call.</summary>
    public List<Guid> Take()
    {
        lock (_lock)
        {
            _taken.Clear();
            foreach (var (driveId, since) in _rung)
            {
                _taken[driveId] = since;
            }

            _rung.Clear();
            if (_bell.Task.IsCompleted)
            {
                _bell = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return [.. _taken.Keys];
        }
    }

    /// <summary>A part of what a drive had to tell is indexed; where there is more, it has been waiting as long as before.</summary>
    public void Done(Guid driveId, bool hasMore)
    {
        lock (_lock)
        {
            if (_taken.Remove(driveId, out var since) && hasMore)
            {
                _rung[driveId] = since;
                _bell.TrySetResult();
            }
        }
    }

    /// <summary>Returns when a drive has rung, or when the patience is over.</summary>
    public async Task WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        Task bell;
        lock (_lock)
        {
            bell = _bell.Task;
        }

        try
        {
            await bell.WaitAsync(patience, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Nothing rang.
        }
    }
}
