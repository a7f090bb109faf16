namespace FileStorage.Tests.Simulation.Sync;

/// <summary>How likely each trouble is, at every call of a device to its disk or to the drive.</summary>
internal sealed record WorldFaults
{
    public static readonly WorldFaults None = new();

    public static readonly WorldFaults All = new()
    {
        SlowCall = 0.15,
        BlockedChange = 0.01,
        FailedCall = 0.005,
        DiskFull = 0.005,
        LostEvent = 0.03,
        LostRequest = 0.01,
        LostReply = 0.01,
        LostBell = 0.05,
        Resync = 0.002,
        KilledGateway = 0.003,
    };

    public double SlowCall { get; init; }

    public double BlockedChange { get; init; }

    public double FailedCall { get; init; }

    public double DiskFull { get; init; }

    public double LostEvent { get; init; }

    public double LostRequest { get; init; }

    public double LostReply { get; init; }

    public double LostBell { get; init; }

    public double Resync { get; init; }

    public double KilledGateway { get; init; }
}
