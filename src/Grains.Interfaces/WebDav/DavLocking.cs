namespace FileStorage.Grains.Interfaces.WebDav;

/// <summary>What asking for a lock leads to.</summary>
public enum DavLocking
{
    Locked,

    /// <summary>Somebody holds a lock that this one cannot stand beside.</summary>
    Conflict,

    /// <summary>The drive has <see cref="IDavDriveGrain.MaxLocks"/>.</summary>
    TooMany,
}
