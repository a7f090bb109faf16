namespace Orleans.Embedded.Simulation;

/// <summary>Virtual time: it stands still while something can run, and jumps to the next timer when nothing can.</summary>
internal sealed class SimulatedClock(DateTimeOffset start) : TimeProvider
{
    private readonly PriorityQueue<(SimulatedTimer Timer, int Setting), (long Due, long Number)> _timers = new();
    private long _number;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public TimeSpan Elapsed { get; private set; }

    public override DateTimeOffset GetUtcNow() => start + Elapsed;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Add(SimulatedTimer timer, int setting, TimeSpan dueTime) =>
        _timers.Enqueue((timer, setting), ((Elapsed + dueTime).Ticks, _number++));

    /// <summary>Goes to the next timer, if there is one.</summary>
    public SimulatedTimer? Advance()
    {
        while (_timers.TryDequeue(out var next, out var due))
        {
            if (next.Timer.IsSetTo(next.Setting))
            {
                Elapsed = TimeSpan.FromTicks(Math.Max(due.Due, Elapsed.Ticks));
                return next.Timer;
            }
        }

        return null;
    }
}
