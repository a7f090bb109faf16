namespace FileStorage.Storage.Metadata.Drives;

/// <summary>Stored; numbers never change their meaning.</summary>
public enum EntryKind
{
    Folder = 0,
    File = 1,
}
