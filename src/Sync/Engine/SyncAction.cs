namespace FileStorage.Sync.Engine;

/// <summary>The kinds of steps that somebody may want to hear of.</summary>
public enum SyncAction
{
    Uploaded,
    Downloaded,
    MadeFolderHere,
    MadeFolderThere,
    MovedHere,
    MovedThere,
    DeletedHere,
    DeletedThere,
    KeptConflictCopy,

    /// <summary>Two edits of one text became one, here; it is sent next.</summary>
    Merged,
    ChangedAttributes,
}
