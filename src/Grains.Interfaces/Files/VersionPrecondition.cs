namespace FileStorage.Grains.Interfaces.Files;

/// <summary>What must be true of a file for a new version to be taken.</summary>
public enum VersionPrecondition
{
    /// <summary>Nothing: last writer wins, the loser stays in the history.</summary>
    None,

    /// <summary>The file does not exist yet.</summary>
    Absent,

    /// <summary>The newest version is the expected one.</summary>
    Matches,
}
