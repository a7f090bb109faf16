using FileStorage.Bench.Load.Measuring;

namespace FileStorage.Tests.EndToEnd.Speed;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void A_percentile_is_within_a_hundredth_of_the_exact_one_and_never_below_it()
    {
        var random = new Random(7);
        var histogram = new LatencyHistogram();
        var exact = new List<TimeSpan>();
        for (var index = 0; index < 50_000; index++)
        {
            // From microseconds to minutes.
            var latency = TimeSpan.FromMicroseconds(Math.Floor(Math.Exp(random.NextDouble() * 19)));
            histogram.Add(latency);
            exact.Add(latency);
        }

        exact.Sort();

        foreach (var share in new[] { 0.01, 0.5, 0.9, 0.99, 0.999, 0.9999, 1 })
        {
            var expected = exact[(int)Math.Ceiling(share * exact.Count) - 1];
            Assert.InRange(histogram.Percentile(share), expected, expected * 1.01 + TimeSpan.FromMicroseconds(1));
        }

        Assert.Equal(exact[^1], histogram.Max);
        Assert.Equal(exact[^1], histogram.Percentile(1));
    }

    [Fact]
    public void What_is_shorter_than_256_microseconds_is_told_exactly()
    {
        for (var microseconds = 0; microseconds < 256; microseconds++)
        {
            var histogram = new LatencyHistogram();
            histogram.Add(TimeSpan.FromMicroseconds(microseconds));
            histogram.Add(TimeSpan.FromSeconds(1));

            Assert.Equal(TimeSpan.FromMicroseconds(microseconds), histogram.Percentile(0.5));
        }
    }

    [Fact]
    public void Histograms_add_up_to_that_of_all_they_counted()
    {
        var random = new Random(8);
        var all = new LatencyHistogram();
        var parts = Enumerable.Range(0, 5).Select(_ => new LatencyHistogram()).ToList();
        for (var index = 0; index < 10_000; index++)
        {
            var latency = TimeSpan.FromMicroseconds(random.Next(1, 5_000_000));
            all.Add(latency);
            parts[index % 5].Add(latency);
        }

        var sum = new LatencyHistogram();
        parts.ForEach(sum.Add);

        Assert.Equal(all.Count, sum.Count);
        Assert.Equal(all.Mean, sum.Mean);
        Assert.Equal(all.Max, sum.Max);
        Assert.All(new[] { 0.1, 0.5, 0.99, 0.999 }, share => Assert.Equal(all.Percentile(share), sum.Percentile(share)));
    }

    [Fact]
    public void What_is_negative_or_longer_than_any_bucket_is_counted_all_the_same()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(TimeSpan.FromSeconds(-1));
        histogram.Add(TimeSpan.FromDays(3));

        Assert.Equal(2, histogram.Count);
        Assert.Equal(TimeSpan.Zero, histogram.Percentile(0.5));
        Assert.Equal(TimeSpan.FromDays(3), histogram.Max);
    }

    [Fact]
    public void Nothing_has_no_latency()
    {
        var histogram = new LatencyHistogram();

        Assert.Equal(TimeSpan.Zero, histogram.Percentile(0.99));
        Assert.Equal(TimeSpan.Zero, histogram.Mean);
    }
}
