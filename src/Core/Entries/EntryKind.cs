namespace FileStorage.Core.Entries;

/// <summary>What an entry is. The numbers are stored.</summary>
public enum EntryKind
{
    Folder = 0,
    File = 1,
}
