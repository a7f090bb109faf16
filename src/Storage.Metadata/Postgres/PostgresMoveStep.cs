namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>Where a move of slots is; whatever ends it there, it goes on from there.</summary>
internal enum PostgresMoveStep
{
    /// <summary>The source has given the slots up, though not for good yet.</summary>
    Leaving,

    /// <summary>The slots are nobody's.</summary>
    Left,

    /// <summary>All rows were sent, and nobody sees them.</summary>
    Copied,

    /// <summary>The target owns the slots with all their rows, though not for good yet.</summary>
    Arriving,

    /// <summary>The target owns the slots, and the source still has its copy.</summary>
    Arrived,

    /// <summary>The copy is deleted, though not for good yet.</summary>
    Forgetting,

    /// <summary>Done.</summary>
    Forgotten,
}
