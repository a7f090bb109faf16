namespace FileStorage.Cli.Syncing;

/// <summary>What <c>--once</c> came to, as one line of <c>--json</c>.</summary>
internal sealed record SyncSummaryLine
{
    /// <summary>Whether both sides are the same now.</summary>
    public required bool Converged { get; init; }

    public required long Uploads { get; init; }

    public required long Downloads { get; init; }

    public required long Moves { get; init; }

    public required long FoldersMade { get; init; }

    public required long Deletions { get; init; }

    public required long ConflictCopies { get; init; }

    public required int Problems { get; init; }

    public required int DeletionsToConfirm { get; init; }
}
