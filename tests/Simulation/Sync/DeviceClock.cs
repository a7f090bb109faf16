namespace FileStorage.Tests.Simulation.Sync;

/// <summary>The clock of one device: what it shows may jump, in both directions; how much time passes may not.</summary>
internal sealed class DeviceClock(TimeProvider world) : TimeProvider
{
    private TimeSpan _ahead;

    public override long TimestampFrequency => world.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => world.LocalTimeZone;

    public void Jump(TimeSpan by) => _ahead += by;

    public override DateTimeOffset GetUtcNow() => world.GetUtcNow() + _ahead;

    public override long GetTimestamp() => world.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        world.CreateTimer(callback, state, dueTime, period);
}
