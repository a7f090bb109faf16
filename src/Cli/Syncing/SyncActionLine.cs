namespace FileStorage.Cli.Syncing;

/// <summary>A step of sync, as one line of <c>--json</c>.</summary>
internal sealed record SyncActionLine
{
    /// <summary>"uploaded", "downloaded", "movedHere", "deletedThere" and so on.</summary>
    public required string Action { get; init; }

    /// <summary>From the synced folder.</summary>
    public required string Path { get; init; }
}
