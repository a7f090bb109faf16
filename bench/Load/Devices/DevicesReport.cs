using FileStorage.Bench.Load.Measuring;

namespace FileStorage.Bench.Load.Devices;

/// <summary>What many idle devices take, as printed with --json.</summary>
internal sealed record DevicesReport
{
    public required int Devices { get; init; }

    public required int Drives { get; init; }

    public required double ConnectSeconds { get; init; }

    /// <summary>The warm server's, without devices.</summary>
    public required double ResidentMegabytesBefore { get; init; }

    /// <summary>With all of them connected, after the settling.</summary>
    public required double ResidentMegabytesIdle { get; init; }

    /// <summary>After the changes.</summary>
    public required double ResidentMegabytesAfter { get; init; }

    /// <summary>What a device added, in units of 1,024 bytes: of the greater of the last two.</summary>
    public required double ResidentKilobytesPerDevice { get; init; }

    /// <summary>The server's CPU while nothing changed, in percent of one core.</summary>
    public required double IdleCpuPercent { get; init; }

    public required int Changes { get; init; }

    public required long ChangesFailed { get; init; }

    /// <summary>From the sending of a PUT until a device was told.</summary>
    public required Percentiles Heard { get; init; }

    /// <summary>From the sending of a PUT until its answer.</summary>
    public required Percentiles Put { get; init; }

    public required int NotHeard { get; init; }

    public required int Lost { get; init; }
}
