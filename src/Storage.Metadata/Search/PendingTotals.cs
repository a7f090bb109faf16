namespace FileStorage.Storage.Metadata.Search;

/// <summary>What waits to be read.</summary>
/// <param name="Contents">How many contents.</param>
/// <param name="OldestUnixMilliseconds">When the one that has waited longest was told of; null where none waits.</param>
public readonly record struct PendingTotals(long Contents, long? OldestUnixMilliseconds);
