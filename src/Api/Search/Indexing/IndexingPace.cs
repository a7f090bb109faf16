namespace FileStorage.Api.Search.Indexing;

/// <summary>
/// Lets people go first: while the service is busy with something else than indexing, indexing rests most of the time. Judged by the
/// processor time of the whole process, so that it does not matter what the service is busy with, and costs requests nothing.
/// </summary>
internal sealed class IndexingPace(TimeProvider clock)
{
    /// <summary>The share of all processors beyond which others count as busy.</summary>
    private const double Busy = 0.15;

    /// <summary>While others are busy, indexing works one part in so many.</summary>
    private const int RestFactor = 19;

    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(250);

    private long _lookedAt = clock.GetTimestamp();
    private TimeSpan _usedThen = Environment.CpuUsage.TotalTime;
    private TimeSpan _worked;
    private bool _isBusy;

    /// <summary>Called after a step of work; returns when the next one may begin.</summary>
    public async Task RestAsync(long workBegan, CancellationToken cancellationToken)
    {
        var work = clock.GetElapsedTime(workBegan);
        _worked += work;
        Look();
        if (_isBusy)
        {
            var rest = work * RestFactor;
            await Task.Delay(rest < LongestRest ? rest : LongestRest, clock, cancellationToken);
        }
        else
        {
            await Task.Yield();
        }
    }

    private void Look()
    {
        var elapsed = clock.GetElapsedTime(_lookedAt);
        if (elapsed < ShortestLook)
        {
            return;
        }

        var used = Environment.CpuUsage.TotalTime;
        var byOthers = used - _usedThen - _worked;
        _isBusy = byOthers > Busy * Environment.ProcessorCount * elapsed;
        _lookedAt = clock.GetTimestamp();
        _usedThen = used;
        _worked = TimeSpan.Zero;
    }
}
