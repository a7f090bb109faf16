namespace FileStorage.Tests.Simulation.Service;

/// <summary>What a run did; the same seed gives the same result.</summary>
internal sealed record ServiceRunResult(ulong TraceHash, int SavedVersions, long Faults, long Steps);
