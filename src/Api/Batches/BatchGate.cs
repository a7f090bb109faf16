namespace FileStorage.Api.Batches;

/// <summary>
/// Bounds the files of one batch that are under way, in number and in bytes; a file larger than the bound goes alone. One
/// reader enters, any thread leaves.
/// </summary>
internal sealed class BatchGate(int maxFiles, int maxBytes)
{
    private readonly Lock _lock = new();
    private int _files;
    private long _bytes;
    private (TaskCompletionSource Source, int Bytes)? _waiting;
    private TaskCompletionSource? _drained;

    /// <summary>Waits until there is room for a file of this size.</summary>
    public Task EnterAsync(int bytes)
    {
        lock (_lock)
        {
            if (HasRoom(bytes))
            {
                Count(bytes);
                return Task.CompletedTask;
            }

            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting = (source, bytes);
            return source.Task;
        }
    }

    public void Leave(int bytes)
    {
        TaskCompletionSource? wake = null;
        lock (_lock)
        {
            _files--;
            _bytes -= bytes;
            if (_waiting is { } waiting && HasRoom(waiting.Bytes))
            {
                Count(waiting.Bytes);
                _waiting = null;
                wake = waiting.Source;
            }
            else if (_files == 0)
            {
                wake = _drained;
            }
        }

        wake?.SetResult();
    }

    /// <summary>Waits until every file has left. The reader enters no more.</summary>
    public Task DrainAsync()
    {
        lock (_lock)
        {
            if (_files == 0)
            {
                return Task.CompletedTask;
            }

            _drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    private bool HasRoom(int bytes) => _files == 0 || (_files < maxFiles && _bytes + bytes <= maxBytes);

    private void Count(int bytes)
    {
        _files++;
        _bytes += bytes;
    }
}
