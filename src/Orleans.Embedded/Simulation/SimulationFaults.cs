namespace Orleans.Embedded.Simulation;

/// <summary>How often which fault strikes; each rate is a probability, 0 by default.</summary>
public sealed record SimulationFaults
{
    /// <summary>A call never arrives: the caller waits for its timeout.</summary>
    public double LostRequest { get; init; }

    /// <summary>A call is carried out and its answer never arrives.</summary>
    public double LostReply { get; init; }

    /// <summary>A call arrives twice, and is carried out twice.</summary>
    public double RepeatedRequest { get; init; }

    /// <summary>A call is on its way for up to <see cref="LongestDelay"/>.</summary>
    public double DelayedRequest { get; init; }

    /// <summary>At any step, some silo dies with all it holds in memory, and comes back within <see cref="LongestOutage"/>.</summary>
    public double KilledSilo { get; init; }

    /// <summary>At any call, a second activation of the grain appears on another silo, for up to <see cref="LongestSplit"/>.</summary>
    public double SplitGrain { get; init; }

    /// <summary>A call of a store fails and changes nothing.</summary>
    public double FailedStoreCall { get; init; }

    /// <summary>A call of a store is carried out and then fails: the outcome is unknown to the caller.</summary>
    public double UnknownStoreOutcome { get; init; }

    /// <summary>A call of a store takes up to <see cref="LongestDelay"/>.</summary>
    public double SlowStoreCall { get; init; }

    /// <summary>At any step, time goes on although something could run: as on a machine that is busy elsewhere.</summary>
    public double SlowTurn { get; init; } = 0.01;

    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan LongestOutage { get; init; } = TimeSpan.FromMinutes(1);

    public TimeSpan LongestSplit { get; init; } = TimeSpan.FromMinutes(1);
}
