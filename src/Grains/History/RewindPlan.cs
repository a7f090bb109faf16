namespace FileStorage.Grains.History;

/// <summary>What a rewind does, all of it at once: places are free and folders reachable when everything is done, not on the way.</summary>
internal sealed record RewindPlan
{
    /// <summary>Come out of the trash.</summary>
    public required IReadOnlyList<RewindTarget> Restored { get; init; }

    /// <summary>Folders that are made anew, since one that is gone for good holds something that is not; parents first.</summary>
    public required IReadOnlyList<RewindTarget> Made { get; init; }

    public required IReadOnlyList<RewindTarget> Moved { get; init; }

    /// <summary>Go to the trash from where they are.</summary>
    public required IReadOnlyList<Guid> Trashed { get; init; }

    /// <summary>Files that had another version, as they were.</summary>
    public required IReadOnlyList<PastEntry> Contents { get; init; }

    /// <summary>What was there then and is gone for good, or was taken out of reach.</summary>
    public required IReadOnlyList<PastEntry> Lost { get; init; }

    /// <summary>No entry of the tree changes its place.</summary>
    public bool LeavesTree => Restored.Count + Made.Count + Moved.Count + Trashed.Count == 0;
}
