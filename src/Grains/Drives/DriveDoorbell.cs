using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Grains.Drives;

/// <summary>
/// Rings on the drive's stream after a commit: at once, and during a burst every few milliseconds. Runs beside the commits, which never
/// wait for it.
/// </summary>
internal sealed class DriveDoorbell
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly IGrainBase _grain;
    private readonly Guid _driveId;
    private readonly TimeProvider _clock;
    private readonly Func<long> _journalNumber;
    private IGrainTimer? _timer;
    private long _rangAt;
    private DateTimeOffset _committedAt;
    private bool _isDue;

    public DriveDoorbell(IGrainBase grain, Guid driveId, TimeProvider clock, Func<long> journalNumber)
    {
        (_grain, _driveId, _clock, _journalNumber) = (grain, driveId, clock, journalNumber);
        _rangAt = clock.GetTimestamp();
    }

    /// <summary>Something was committed.</summary>
    public void Ring()
    {
        if (_isDue)
        {
            return;
        }

        _isDue = true;
        _committedAt = _clock.GetUtcNow();
        var rest = Pause - _clock.GetElapsedTime(_rangAt);
        if (rest < TimeSpan.Zero)
        {
            rest = TimeSpan.Zero;
        }

        if (_timer is { } timer)
        {
            timer.Change(rest, Timeout.InfiniteTimeSpan);
            return;
        }

        // With the first commit: most drives rest.
        _timer = _grain.RegisterGrainTimer(
            _ => RingNowAsync(), new GrainTimerCreationOptions { DueTime = rest, Period = Timeout.InfiniteTimeSpan, Interleave = true });
    }

    private async Task RingNowAsync()
    {
        _isDue = false;
        _rangAt = _clock.GetTimestamp();
        var ring = new DriveRing { JournalNumber = _journalNumber(), DriveId = _driveId, CommittedAt = _committedAt };
        var streams = _grain.GetStreamProvider(DriveBells.Provider);
        await streams.GetStream<DriveRing>(DriveBells.StreamOf(_driveId)).OnNextAsync(ring);
        await streams.GetStream<DriveRing>(DriveBells.AllDrives).OnNextAsync(ring);
    }
}
