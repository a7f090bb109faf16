namespace Orleans.Embedded.Simulation;

/// <summary>Something that can happen next.</summary>
internal readonly record struct Step(string Label, Action Run, SimulatedSilo? Silo);
