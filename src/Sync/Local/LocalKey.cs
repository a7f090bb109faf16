namespace FileStorage.Sync.Local;

/// <summary>
/// What stays with a file or folder when it is renamed: its inode and when that was made, because inodes are used again.
/// An editor that saves by rename makes a new key under an old name.
/// </summary>
public readonly record struct LocalKey(ulong Inode, long BornTicks);
