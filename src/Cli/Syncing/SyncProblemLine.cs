namespace FileStorage.Cli.Syncing;

/// <summary>Something that cannot be synced now, and why.</summary>
internal sealed record SyncProblemLine
{
    public required string Path { get; init; }

    public required string Reason { get; init; }
}
