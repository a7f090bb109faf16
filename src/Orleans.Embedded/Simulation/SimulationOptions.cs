namespace Orleans.Embedded.Simulation;

/// <summary>What a simulation is made of.</summary>
public sealed record SimulationOptions
{
    /// <summary>Everything that happens follows from it.</summary>
    public required ulong Seed { get; init; }

    public int Silos { get; init; } = 3;

    /// <summary>
    /// Wires each silo, also one that is restarted. What silos share (stores, what the test observes) is made outside and added
    /// here as an instance.
    /// </summary>
    public required Action<ISiloBuilder> ConfigureSilo { get; init; }

    public SimulationFaults Faults { get; init; } = new();

    /// <summary>When virtual time begins.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A workload that takes longer in virtual time hangs.</summary>
    public TimeSpan LongestRun { get; init; } = TimeSpan.FromDays(1);

    /// <summary>A workload that takes more steps goes round in circles.</summary>
    public long MostSteps { get; init; } = 10_000_000;

    /// <summary>Given one line for each step, to see what a failing seed does.</summary>
    public Action<string>? Trace { get; init; }
}
