namespace FileStorage.Sync.Engine;

/// <summary>What the engine is doing.</summary>
public enum SyncActivity
{
    /// <summary>Not running.</summary>
    Stopped,

    /// <summary>Reading what is stored, looking at the whole folder, listing the drive.</summary>
    Starting,

    /// <summary>Both sides are the same, but for what is reported as a problem.</summary>
    UpToDate,

    Syncing,

    /// <summary>The server cannot be reached; local changes are found and wait.</summary>
    Offline,

    Paused,

    /// <summary>There is no room on the disk for what has to be remembered; it goes on by itself when there is.</summary>
    DiskFull,

    /// <summary>So much is to be deleted that somebody has to say so; everything else goes on.</summary>
    AwaitingConfirmation,
}
