namespace FileStorage.Core.Conflicts;

/// <summary>What becomes of an edit whose base is no longer the newest version. The numbers are stored.</summary>
public enum ConflictPolicy
{
    /// <summary>It is kept beside the other, under a name that says so.</summary>
    Copy = 0,

    /// <summary>Texts are merged where that is clean; else as <see cref="Copy"/>.</summary>
    Merge = 1,

    /// <summary>It is refused.</summary>
    Fail = 2,

    /// <summary>It becomes the newest version; the other stays in the history.</summary>
    Overwrite = 3,
}
