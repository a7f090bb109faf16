using FileStorage.Bench.Load.Measuring;

namespace FileStorage.Bench.Load.Open;

/// <summary>One run with open arrivals, as printed with --json.</summary>
internal sealed record OpenReport
{
    public required string Mix { get; init; }

    /// <summary>"grains" or "http".</summary>
    public required string Door { get; init; }

    public required double RatePerSecond { get; init; }

    public required int Drives { get; init; }

    public required int Seed { get; init; }

    /// <summary>Until the last answer.</summary>
    public required double Seconds { get; init; }

    /// <summary>What arrived: done, failed and dropped together.</summary>
    public required long Arrived { get; init; }

    /// <summary>What went well.</summary>
    public required long Done { get; init; }

    public required double DonePerSecond { get; init; }

    public required long Failed { get; init; }

    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    /// <summary>Sent after its moment, for want of a free slot.</summary>
    public required long Late { get; init; }

    /// <summary>Never sent.</summary>
    public required long Dropped { get; init; }

    public required double LatencyMillisecondsP50 { get; init; }

    public required double LatencyMillisecondsP90 { get; init; }

    public required double LatencyMillisecondsP99 { get; init; }

    public required double LatencyMillisecondsP999 { get; init; }

    public required double LatencyMillisecondsMax { get; init; }

    /// <summary>How late the generator itself was at p99; contained in the latencies.</summary>
    public required double GeneratorLagMillisecondsP99 { get; init; }

    public required IReadOnlyDictionary<string, Percentiles> OfKinds { get; init; }

    /// <summary>From a change's sending until a device was told; null without devices.</summary>
    public Percentiles? Heard { get; init; }

    /// <summary>Devices that were not told of the last change of their drive.</summary>
    public int? NotHeard { get; init; }

    public double? ServerCpuMillisecondsPerOperation { get; init; }

    public double? ServerPeakMegabytes { get; init; }
}
