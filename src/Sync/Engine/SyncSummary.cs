namespace FileStorage.Sync.Engine;

/// <summary>What one run to the end came to.</summary>
public sealed record SyncSummary
{
    /// <summary>Whether both sides are the same now.</summary>
    public required bool IsConverged { get; init; }

    public required SyncStatus Status { get; init; }

    public long Uploads { get; init; }

    public long Downloads { get; init; }

    public long Moves { get; init; }

    public long FoldersMade { get; init; }

    public long Deletions { get; init; }

    public long ConflictCopies { get; init; }
}
