namespace FileStorage.Bench.Load;

/// <summary>One run, as printed with --json.</summary>
internal sealed record Report
{
    public required string Mode { get; init; }

    public required int Http { get; init; }

    public required int SizeBytes { get; init; }

    public required int InFlight { get; init; }

    public required int FilesPerRequest { get; init; }

    public required long FilesDone { get; init; }

    public required long RequestsRefused { get; init; }

    public required int FirstRefusal { get; init; }

    public required double Seconds { get; init; }

    public required double FilesPerSecond { get; init; }

    public required double MegabytesPerSecond { get; init; }

    /// <summary>Of a request, which in mode batch carries many files.</summary>
    public required double LatencyMillisecondsP50 { get; init; }

    public required double LatencyMillisecondsP99 { get; init; }

    public required double LatencyMillisecondsP999 { get; init; }

    public required double ClientCpuMillisecondsPerFile { get; init; }

    /// <summary>Null without --server-pid.</summary>
    public double? ServerCpuMillisecondsPerFile { get; init; }

    public double? ServerPeakMegabytes { get; init; }

    /// <summary>Null without --in-process; what the generator itself allocates is in it (under 1 KB a request).</summary>
    public double? AllocatedBytesPerFile { get; init; }
}
