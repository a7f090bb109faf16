namespace FileStorage.Sync.Remote;

/// <summary>Where an entry of a drive is.</summary>
public enum RemoteState
{
    Live = 0,

    /// <summary>In the trash, with all below it, which stays as it was.</summary>
    Trashed = 1,

    /// <summary>Gone for good, with all below it.</summary>
    Purged = 2,
}
