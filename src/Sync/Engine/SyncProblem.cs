namespace FileStorage.Sync.Engine;

/// <summary>Something that cannot be synced now, and why; tried again when it changes or after a while.</summary>
public sealed record SyncProblem(string Path, string Reason);
