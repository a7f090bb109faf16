using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Grains.Drives;

/// <summary>
/// Rings on the drive's stream after a commit: at once, and during a burst every few milliseconds. Runs beside the commits, which never
/// wait for it.
/// </summary>
internal sealed class DriveDoorbell
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly TimeProvider _clock;
    private readonly IGrainTimer _timer;
    private long _rangAt;
    private DateTimeOffset _committedAt;
    private bool _isDue;

    public DriveDoorbell(IGrainBase grain, Guid driveId, TimeProvider clock, Func<long> journalNumber)
    {
        _clock = clock;
        _rangAt = clock.GetTimestamp();
        _timer = grain.RegisterGrainTimer(
            async _ =>
            {
                _isDue = false;
                _rangAt = _clock.GetTimestamp();
                var ring = new DriveRing { JournalNumber = journalNumber(), DriveId = driveId, CommittedAt = _committedAt };
                var streams = grain.GetStreamProvider(DriveBells.Provider);
                await streams.GetStream<DriveRing>(DriveBells.StreamOf(driveId)).OnNextAsync(ring);
                await streams.GetStream<DriveRing>(DriveBells.AllDrives).OnNextAsync(ring);
            },
            new GrainTimerCreationOptions { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan, Interleave = true });
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
        _timer.Change(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
