using System.Threading.Channels;

namespace FileStorage.Sync.Engine;

/// <summary>
/// Work at the edges: it runs beside the engine's flow and touches nothing of the engine's; what it brings back is handed to the flow, which takes
/// one thing at a time.
/// </summary>
internal sealed class Errands(CancellationToken stopping)
{
    private readonly Channel<Action> _inbox = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly HashSet<Task> _running = [];

    /// <summary>Does something on the engine's flow, soon. Called from anywhere.</summary>
    public void Post(Action action) => _inbox.Writer.TryWrite(action);

    /// <summary>Starts work; only on the engine's flow.</summary>
    public void Start(Func<CancellationToken, Task<Action>> work)
    {
        var task = RunAsync(work);
        if (task.IsCompleted)
        {
            return;
        }

        _running.Add(task);
        _ = ForgetAsync(task);
    }

    public bool TryTake(out Action action) => _inbox.Reader.TryRead(out action!);

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _inbox.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>After the end was asked for: waits until nothing runs any more. What it brings back is found again by looking.</summary>
    public async Task EndAsync()
    {
        while (_running.Count > 0)
        {
            Task[] running = [.. _running];
            await Task.WhenAll(running);
            _running.ExceptWith(running);
        }
    }

    private async Task RunAsync(Func<CancellationToken, Task<Action>> work)
    {
        // The rest runs beside the flow, also where the work would block at its beginning.
        await Task.Yield();
        try
        {
            Post(await work(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The engine ends.
        }
        catch (Exception exception)
        {
            // Nobody foresaw it: it ends the engine, on the engine's flow.
            Post(() => throw new InvalidOperationException("Sync met what it does not know.", exception));
        }
    }

    private async Task ForgetAsync(Task task)
    {
        await task;
        Post(() => _running.Remove(task));
    }
}
