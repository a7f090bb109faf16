namespace FileStorage.Core.Entries;

/// <summary>What a row of the journal records. The numbers are stored.</summary>
public enum ChangeKind
{
    Created = 0,

    /// <summary>A file has a new version.</summary>
    Changed = 1,

    /// <summary>Another name, another parent, or both.</summary>
    Moved = 2,
    Trashed = 3,
    Restored = 4,
    Purged = 5,

    /// <summary>Somebody was let in or shut out.</summary>
    Shared = 6,
}
