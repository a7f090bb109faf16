namespace FileStorage.Api.Conflicts;

/// <summary>What became of an edit that met a conflict.</summary>
internal enum ConflictOutcome
{
    /// <summary>The newest version has this very content.</summary>
    Same,
    Merged,
    Copied,
    Overwritten,

    /// <summary>The file was taken out of the trash for it.</summary>
    Restored,

    /// <summary>The file's folder is in the trash; it was made anew where it had been.</summary>
    Recreated,
}
