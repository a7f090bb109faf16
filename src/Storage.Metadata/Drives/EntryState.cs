namespace FileStorage.Storage.Metadata.Drives;

/// <summary>Stored; numbers never change their meaning.</summary>
public enum EntryState
{
    /// <summary>
    /// In the tree. What lies below a trashed or purging folder stays live itself and is reached, or not, through that folder.
    /// </summary>
    Live = 0,

    /// <summary>The root of something that was deleted, listed in the trash; its parent is where it came from.</summary>
    Trashed = 1,

    /// <summary>On its way out for good: not listed anywhere, removed piece by piece.</summary>
    Purging = 2,

    /// <summary>Of a root only: the drive is closed for good. The row stays when all else is gone, so that late questions find nothing rather than fail.</summary>
    Closed = 3,
}
