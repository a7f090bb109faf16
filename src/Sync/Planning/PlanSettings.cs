namespace FileStorage.Sync.Planning;

/// <summary>What a plan takes from outside the trees.</summary>
internal sealed record PlanSettings
{
    /// <summary>The name of this device in conflict names.</summary>
    public required string DeviceName { get; init; }

    /// <summary>Today's date in conflict names.</summary>
    public required DateOnly Today { get; set; }

    /// <summary>Whether two edits of one text are to become one where that is clean.</summary>
    public bool MergesText { get; init; }
}
