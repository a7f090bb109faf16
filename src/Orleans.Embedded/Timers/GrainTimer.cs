using Orleans.Embedded.Activations;

namespace Orleans.Embedded.Timers;

/// <summary>A timer of one activation.</summary>
internal sealed class GrainTimer<TState>(
    Activation activation,
    Func<TState, CancellationToken, Task> callback,
    TState state,
    GrainTimerCreationOptions options) : IGrainTimer
{
    public void Change(TimeSpan dueTime, TimeSpan period) =>
        throw new NotSupportedException($"{activation} {callback} {state} {options.DueTime}");

    public void Dispose()
    {
    }
}
