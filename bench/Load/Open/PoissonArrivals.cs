namespace FileStorage.Bench.Load.Open;

/// <summary>
/// When requests arrive that know nothing of each other: the gaps are exponential (a Poisson process), drawn from a seed, so that two runs get the
/// same arrivals.
/// </summary>
internal sealed class PoissonArrivals(double perSecond, int seed)
{
    private readonly Random _random = new(seed);
    private double _seconds;

    /// <summary>The next arrival, counted from the beginning; never before the last one.</summary>
    public TimeSpan Next()
    {
        // 1 - u lies in (0, 1]: the logarithm of nothing is not asked for.
        _seconds -= Math.Log(1 - _random.NextDouble()) / perSecond;
        return TimeSpan.FromSeconds(_seconds);
    }
}
