namespace FileStorage.Storage.Metadata.Drives;

/// <summary>Stored; numbers never change their meaning.</summary>
public enum JournalKind
{
    Created = 0,

    /// <summary>A new version of a file, or other facts about an entry in its place.</summary>
    Changed = 1,

    /// <summary>Another parent, another name, or both.</summary>
    Moved = 2,

    Trashed = 3,
    Restored = 4,
    Purged = 5,
}
