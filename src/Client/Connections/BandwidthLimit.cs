namespace FileStorage.Client.Connections;

/// <summary>
/// Holds what many transfers move together to so many bytes a second. A pause may be made up for by a burst of a tenth of a second, no more.
/// </summary>
public sealed class BandwidthLimit
{
    private readonly TimeProvider _clock;
    private readonly long _burst;
    private readonly Lock _lock = new();
    private long _freeAt;

    /// <exception cref="ArgumentOutOfRangeException">The rate is not positive.</exception>
    public BandwidthLimit(long bytesPerSecond, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytesPerSecond);
        BytesPerSecond = bytesPerSecond;
        _clock = clock;
        _burst = clock.TimestampFrequency / 10;
        _freeAt = clock.GetTimestamp();
    }

    public long BytesPerSecond { get; }

    /// <summary>Returns when these bytes may be moved. Who asks first goes first.</summary>
    public async ValueTask WaitAsync(int bytes, CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_lock)
        {
            var now = _clock.GetTimestamp();
            _freeAt = Math.Max(_freeAt, now - _burst) + (long)((double)bytes / BytesPerSecond * _clock.TimestampFrequency);
            wait = _clock.GetElapsedTime(now, _freeAt);
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, _clock, cancellationToken);
        }
    }
}
