namespace Orleans.Embedded.Simulation;

/// <summary>A timer of virtual time.</summary>
internal sealed class SimulatedTimer(SimulatedClock clock, TimerCallback callback, object? state) : ITimer
{
    private TimeSpan _period;
    private int _setting;
    private bool _disposed;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_disposed)
        {
            return false;
        }

        _setting++;
        _period = period;
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            clock.Add(this, _setting, dueTime);
        }

        return true;
    }

    /// <summary>Whether this is still the last time that was set.</summary>
    public bool IsSetTo(int setting) => !_disposed && setting == _setting;

    public void Fire()
    {
        if (_disposed)
        {
            return;
        }

        if (_period > TimeSpan.Zero)
        {
            clock.Add(this, _setting, _period);
        }

        callback(state);
    }

    public void Dispose() => _disposed = true;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
