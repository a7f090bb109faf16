namespace Orleans.Embedded.Simulation;

/// <summary>Where a grain is activated; during a split, in two places.</summary>
internal sealed class Placement(SimulatedSilo primary)
{
    public SimulatedSilo Primary { get; set; } = primary;

    public SimulatedSilo? Secondary { get; set; }
}
