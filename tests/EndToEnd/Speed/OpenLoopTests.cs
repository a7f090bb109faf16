using System.Collections.Concurrent;
using FileStorage.Bench.Load.Open;

namespace FileStorage.Tests.EndToEnd.Speed;

/// <summary>Arrivals of the load generator: random, the same for the same seed, and none of them is lost in silence.</summary>
public sealed class OpenLoopTests
{
    [Fact]
    public void Gaps_between_arrivals_are_exponential_and_follow_from_the_seed()
    {
        const int Count = 100_000;
        const double PerSecond = 250;
        var (one, same, other) = (new PoissonArrivals(PerSecond, seed: 1), new PoissonArrivals(PerSecond, seed: 1), new PoissonArrivals(PerSecond, seed: 2));
        var gaps = new List<double>();
        var (before, differences) = (TimeSpan.Zero, 0);
        for (var index = 0; index < Count; index++)
        {
            var arrival = one.Next();
            Assert.Equal(arrival, same.Next());
            Assert.True(arrival >= before);
            differences += arrival == other.Next() ? 0 : 1;
            gaps.Add((arrival - before).TotalSeconds);
            before = arrival;
        }

        // Of an exponential distribution the standard deviation is the mean, and 1/e of the gaps are longer than it.
        var mean = gaps.Average();
        var deviation = Math.Sqrt(gaps.Average(gap => (gap - mean) * (gap - mean)));
        Assert.InRange(mean * PerSecond, 0.98, 1.02);
        Assert.InRange(deviation / mean, 0.98, 1.02);
        Assert.InRange(gaps.Count(gap => gap > mean) / (double)Count, 0.36, 0.376);
        Assert.True(differences > Count / 2);
    }

    [Fact]
    public void A_mix_has_the_shares_that_its_name_says_and_spreads_over_all_drives()
    {
        var arrivals = Enumerable.Range(0, 100_000).Select(number => Arrival.Of(Mix.Mixed, number, drives: 16, seed: 3)).ToList();

        Assert.InRange(arrivals.Count(arrival => arrival.Kind is OperationKind.Small), 59_000, 61_000);
        Assert.InRange(arrivals.Count(arrival => arrival.Kind is OperationKind.Read), 34_000, 36_000);
        Assert.InRange(arrivals.Count(arrival => arrival.Kind is OperationKind.Large), 4_500, 5_500);
        Assert.All(arrivals.CountBy(arrival => arrival.Drive), drive => Assert.InRange(drive.Value, 5_800, 6_700));
        Assert.Equal(16, arrivals.DistinctBy(arrival => arrival.Drive).Count());
        Assert.Equal(arrivals[17], Arrival.Of(Mix.Mixed, 17, drives: 16, seed: 3));
        Assert.All(arrivals, arrival => Assert.Equal(0, Arrival.Of(Mix.HotDrive, arrival.Number, drives: 16, seed: 3).Drive));
    }

    [Theory]
    [InlineData("--patience 10", false)]
    [InlineData("--patience 0", true)]
    public void Every_arrival_is_either_done_or_told_to_be_dropped(string patience, bool mayDrop)
    {
        var options = OpenOptions.Parse(["--rate", "2000", "--outstanding", "2", .. patience.Split(' ')]);
        var duration = TimeSpan.FromMilliseconds(200);
        var done = new ConcurrentBag<int>();
        var arrivals = new PoissonArrivals(options.Rate, seed: 5);
        var expected = 0;
        while (arrivals.Next() < duration)
        {
            expected++;
        }

        var tally = new OpenLoop(options, () => new SlowOperation(done)).Run(duration, seed: 5);

        Assert.Equal(expected, tally.Latency.Count + tally.Dropped);
        Assert.Equal(done.Count, tally.Latency.Count);
        Assert.Equal(done.Count, done.Distinct().Count());
        Assert.Equal(done.Count(number => number % 10 == 0), tally.Errors.GetValueOrDefault("a tenth"));
        Assert.True(mayDrop || tally.Dropped == 0);
    }

    /// <summary>Slower than what arrives.</summary>
    private sealed class SlowOperation(ConcurrentBag<int> done) : IOperation
    {
        private readonly ManualResetEventSlim _never = new();

        public string? Do(Arrival arrival)
        {
            done.Add(arrival.Number);
            _never.Wait(TimeSpan.FromMilliseconds(1));
            return arrival.Number % 10 == 0 ? "a tenth" : null;
        }

        public void Dispose() => _never.Dispose();
    }
}
