namespace FileStorage.Core.Entries;

/// <summary>What a row of the journal records. The numbers are stored.</summary>
public enum ChangeKind
{
    Created = 1,

    /// <summary>A file has a new version.</summary>
    Changed = 2,

    /// <summary>Another name, another parent, or both.</summary>
    Moved = 3,
    Trashed = 4,
    Restored = 5,
    Purged = 6,
}
