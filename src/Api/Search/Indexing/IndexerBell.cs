namespace FileStorage.Api.Search.Indexing;

/// <summary>Drives that have news, each once however often it rang.</summary>
internal sealed class IndexerBell(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly HashSet<Guid> _rung = [];
    private TaskCompletionSource _bell = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Ring(Guid driveId)
    {
        lock (_lock)
        {
            if (_rung.Add(driveId))
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

    /// <summary>Those that rang since the last call.</summary>
    public List<Guid> Take()
    {
        lock (_lock)
        {
            List<Guid> rung = [.. _rung];
            _rung.Clear();
            if (_bell.Task.IsCompleted)
            {
                _bell = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return rung;
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
