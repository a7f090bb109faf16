namespace Orleans.Embedded.Activations;

/// <summary>
/// What a thread leaves behind when it steps from a caller into a grain, and takes up again when it comes back. A grain sees the
/// request context of its caller and no other ambient value, as if the call had come over a wire.
/// </summary>
internal readonly struct ExecutionFlow
{
    private static readonly ExecutionContext Empty = CaptureEmpty();

    private readonly SynchronizationContext? _context;
    private readonly ExecutionContext? _flow;

    private ExecutionFlow(SynchronizationContext? context, ExecutionContext? flow)
    {
        _context = context;
        _flow = flow;
    }

    public static ExecutionFlow Enter()
    {
        var flow = new ExecutionFlow(SynchronizationContext.Current, ExecutionContext.Capture());
        Reset();
        if (flow._context is not null)
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }

        return flow;
    }

    /// <summary>Forgets the ambient values that a turn has set.</summary>
    public static void Reset()
    {
        if (!ReferenceEquals(ExecutionContext.Capture(), Empty))
        {
            ExecutionContext.Restore(Empty);
        }
    }

    public void Leave()
    {
        if (_context is not null)
        {
            SynchronizationContext.SetSynchronizationContext(_context);
        }

        if (_flow is not null && !ReferenceEquals(ExecutionContext.Capture(), _flow))
        {
            ExecutionContext.Restore(_flow);
        }
    }

    private static ExecutionContext CaptureEmpty()
    {
        ExecutionContext? empty = null;
        var thread = new Thread(() => empty = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return empty!;
    }
}
