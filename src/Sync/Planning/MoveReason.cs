namespace FileStorage.Sync.Planning;

/// <summary>Why something of this device gets another place.</summary>
internal enum MoveReason
{
    /// <summary>It is there on the server.</summary>
    Follow,

    /// <summary>Something else of the server has its name.</summary>
    Conflict,

    /// <summary>Others wait for its name, and it for theirs.</summary>
    Aside,
}
