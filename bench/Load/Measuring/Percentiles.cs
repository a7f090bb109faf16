namespace FileStorage.Bench.Load.Measuring;

/// <summary>What is told of a histogram, in milliseconds.</summary>
internal sealed record Percentiles
{
    public required long Count { get; init; }

    public required double P50 { get; init; }

    public required double P90 { get; init; }

    public required double P99 { get; init; }

    public required double P999 { get; init; }

    public required double Max { get; init; }

    public static Percentiles Of(LatencyHistogram histogram) => new()
    {
        Count = histogram.Count,
        P50 = Milliseconds(histogram.Percentile(0.50)),
        P90 = Milliseconds(histogram.Percentile(0.90)),
        P99 = Milliseconds(histogram.Percentile(0.99)),
        P999 = Milliseconds(histogram.Percentile(0.999)),
        Max = Milliseconds(histogram.Max),
    };

    public override string ToString() => FormattableString.Invariant($"p50 {P50}  p90 {P90}  p99 {P99}  p99.9 {P999}  max {Max}");

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 2);
}
