namespace FileStorage.Grains.History;

/// <summary>What had become of an entry at a moment.</summary>
internal enum PastState
{
    /// <summary>Not made yet, or purged already.</summary>
    Absent,

    /// <summary>In its folder, which need not have been reachable.</summary>
    Live,

    Trashed,
}
