using FileStorage.Bench.Load.Measuring;

namespace FileStorage.Bench.Load.Open;

/// <summary>What one slot, or all of them, saw.</summary>
internal sealed class OpenTally
{
    /// <summary>From the moment at which the request should have been sent until its answer, errors included.</summary>
    public LatencyHistogram Latency { get; } = new();

    public Dictionary<OperationKind, LatencyHistogram> OfKinds { get; } = [];

    /// <summary>How long after its moment a request was sent although a slot was free: the generator's own fault, contained in the latency.</summary>
    public LatencyHistogram GeneratorLag { get; } = new();

    public Dictionary<string, long> Errors { get; } = new(StringComparer.Ordinal);

    /// <summary>Sent after their moment, since all slots were busy. Their wait is in the latency.</summary>
    public long Late { get; set; }

    /// <summary>Not sent at all: they would have waited longer than the patience.</summary>
    public long Dropped { get; set; }

    public TimeSpan Elapsed { get; set; }

    public void Add(OperationKind kind, TimeSpan latency, string? error)
    {
        Latency.Add(latency);
        if (!OfKinds.TryGetValue(kind, out var ofKind))
        {
            OfKinds[kind] = ofKind = new LatencyHistogram();
        }

        ofKind.Add(latency);
        if (error is not null)
        {
            Errors[error] = Errors.GetValueOrDefault(error) + 1;
        }
    }

    public void Add(OpenTally other)
    {
        Latency.Add(other.Latency);
        GeneratorLag.Add(other.GeneratorLag);
        Late += other.Late;
        Dropped += other.Dropped;
        foreach (var (kind, histogram) in other.OfKinds)
        {
            if (!OfKinds.TryGetValue(kind, out var ofKind))
            {
                OfKinds[kind] = ofKind = new LatencyHistogram();
            }

            ofKind.Add(histogram);
        }

        foreach (var (error, count) in other.Errors)
        {
            Errors[error] = Errors.GetValueOrDefault(error) + count;
        }
    }
}
