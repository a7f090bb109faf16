namespace FileStorage.Sync.Local;

/// <summary>What a name of the local folder stands for.</summary>
public enum LocalKind
{
    Folder = 0,
    File = 1,

    /// <summary>A symbolic link, socket, pipe or device: seen, reported, never followed and never synced.</summary>
    Special = 2,
}
