namespace FileStorage.Tests.Simulation.Sync;

/// <summary>What one seeded run came to; equal for equal seeds.</summary>
internal sealed record SyncRunResult(ulong TraceHash, int Saved, long Faults);
