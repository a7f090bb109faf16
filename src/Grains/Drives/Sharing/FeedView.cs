namespace FileStorage.Grains.Drives.Sharing;

/// <summary>How an entry that changed stands to whoever reads the changes.</summary>
internal enum FeedView
{
    /// <summary>Not seen, and not left either.</summary>
    Unseen,

    Seen,

    /// <summary>Seen before the change, not now.</summary>
    Left,

    /// <summary>A folder that is seen now and was not before: what lies in it has to be told too.</summary>
    Entered,
}
