namespace FileStorage.Storage.Metadata.Database;

/// <summary>A write that has its place in the order, and what becomes of it. To be awaited exactly once, whatever else fails.</summary>
public readonly record struct StartedWrite(ValueTask<WriteOutcome> Outcome);
