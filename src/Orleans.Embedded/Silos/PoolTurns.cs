using Orleans.Embedded.Activations;

namespace Orleans.Embedded.Silos;

/// <summary>Runs turns on the thread pool, and the first turn of a call to an idle grain on the caller's own thread.</summary>
internal sealed class PoolTurns : ITurns
{
    /// <summary>Calls into calls into calls: past this depth the pool takes over, so that no chain of grains overflows a stack.</summary>
    private const int MaxDepth = 16;

    public bool MayRunInline => Activation.Depth < MaxDepth && !ExecutionContext.IsFlowSuppressed();

    public void Schedule(Activation activation) => ThreadPool.UnsafeQueueUserWorkItem(activation, preferLocal: true);

    public int TurnsInARow(int most) => most;

    public void Post(SendOrPostCallback callback, object? state) =>
        ThreadPool.UnsafeQueueUserWorkItem(static work => work.callback(work.state), (callback, state), preferLocal: false);

    public Guid NewId() => Guid.NewGuid();
}
