using Orleans.Embedded.Activations;
using Orleans.Embedded.Silos;

namespace Orleans.Embedded.Timers;

/// <summary>
/// A timer of one activation. The clock's timer only sends a tick, which waits for its turn like any call; the next tick is
/// scheduled when this one has ended.
/// </summary>
internal sealed class GrainTimer<TState> : IGrainTimer, IGrainTimerTick, ILifeBound
{
    private readonly Activation _activation;
    private readonly Func<TState, CancellationToken, Task> _callback;
    private readonly TState _state;
    private readonly GrainTimerCreationOptions _options;
    private readonly ITimer _timer;
    private TimeSpan _dueTime;
    private TimeSpan _period;
    private volatile CancellationTokenSource? _tick;
    private volatile bool _ticking;
    private volatile bool _ended;
    private bool _changed;

    public GrainTimer(
        Activation activation,
        Func<TState, CancellationToken, Task> callback,
        TState state,
        GrainTimerCreationOptions options)
    {
        _activation = activation;
        _callback = callback;
        _state = state;
        _options = options;
        using (ExecutionContext.SuppressFlow())
        {
            _timer = activation.Silo.Clock.CreateTimer(
                static timer => ((GrainTimer<TState>)timer!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        activation.Attach(this);
        Change(options.DueTime, options.Period);
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, Timeout.InfiniteTimeSpan);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, Timeout.InfiniteTimeSpan);
        _changed = true;
        _dueTime = dueTime;
        _period = period;
        if (!_ticking)
        {
            _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        if (!_ended)
        {
            _ended = true;
            _tick?.Cancel();
            _activation.Detach(this);
        }
    }

    public ValueTask EndAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public async Task TickAsync()
    {
        // Of this tick only, and so not disposed of: a timer that waits needs none, and whoever ends it may do so from elsewhere.
        var tick = new CancellationTokenSource();
        _tick = tick;
        if (_ended)
        {
            return;
        }

        _changed = false;
        try
        {
            await _callback(_state, tick.Token);
        }
        catch (Exception exception)
        {
            _activation.Silo.Log.TickFailed(exception, _activation.GrainId);
        }

        _tick = null;
        _ticking = false;
        if (!_ended)
        {
            _timer.Change(_changed ? _dueTime : _period, Timeout.InfiniteTimeSpan);
        }
    }

    private void Fire()
    {
        _ticking = true;
        _activation.TryReceive(new TickRequest(this, _options.Interleave, _options.KeepAlive), mayRunInline: false);
    }
}
