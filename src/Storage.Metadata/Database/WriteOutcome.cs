namespace FileStorage.Storage.Metadata.Database;

/// <summary>What became of a write that was answered.</summary>
public enum WriteOutcome
{
    /// <summary>All of it is durable.</summary>
    Committed = 0,

    /// <summary>
    /// A statement did not change the one row it was to change, or broke a unique key. Nothing of this write was applied; other
    /// writes are not affected.
    /// </summary>
    Conflict = 1,
}
