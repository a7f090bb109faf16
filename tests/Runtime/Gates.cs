using System.Collections.Concurrent;

namespace FileStorage.Tests.Runtime;

/// <summary>Lets a test hold a grain at a named point and know that it has arrived there; both live in one process.</summary>
public sealed class Gates
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _opened = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _reached = new();
    private readonly ConcurrentDictionary<string, int> _counts = new();

    /// <summary>Called by a grain: tells that it is here and waits until the test opens the gate.</summary>
    public Task PassAsync(string name, CancellationToken cancellationToken = default)
    {
        Reach(name);
        return Of(_opened, name).Task.WaitAsync(cancellationToken);
    }

    /// <summary>Called by a grain: tells that it is here.</summary>
    public void Reach(string name)
    {
        _counts.AddOrUpdate(name, 1, static (_, count) => count + 1);
        Of(_reached, name).TrySetResult();
    }

    public void Open(string name) => Of(_opened, name).TrySetResult();

    /// <summary>Completes once somebody is at the gate.</summary>
    public Task ReachedAsync(string name) => Of(_reached, name).Task.WaitAsync(TimeSpan.FromSeconds(30));

    public int CountOf(string name) => _counts.GetValueOrDefault(name);

    private static TaskCompletionSource Of(ConcurrentDictionary<string, TaskCompletionSource> gates, string name) =>
        gates.GetOrAdd(name, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
