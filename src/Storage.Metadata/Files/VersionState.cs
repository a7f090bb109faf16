namespace FileStorage.Storage.Metadata.Files;

/// <summary>Stored; numbers never change their meaning.</summary>
public enum VersionState
{
    /// <summary>Part of the file's history.</summary>
    Kept = 0,

    /// <summary>On its way out: its references are being removed, then the row.</summary>
    Purging = 1,
}
