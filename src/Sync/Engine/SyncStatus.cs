namespace FileStorage.Sync.Engine;

/// <summary>What the engine tells about itself, at one moment.</summary>
public sealed record SyncStatus
{
    public required SyncActivity Activity { get; init; }

    /// <summary>Files and folders that were last the same on both sides.</summary>
    public int SyncedEntries { get; init; }

    /// <summary>Steps under way or about to be taken.</summary>
    public int QueuedSteps { get; init; }

    public int QueuedUploads { get; init; }

    public int QueuedDownloads { get; init; }

    /// <summary>Deletions that wait for <see cref="SyncEngine.Confirm"/>, in entries.</summary>
    public int DeletionsToConfirm { get; init; }

    /// <summary>At most <see cref="MaxProblems"/> of them.</summary>
    public IReadOnlyList<SyncProblem> Problems { get; init; } = [];

    public int ProblemCount { get; init; }

    /// <summary>Why the server could not be reached, or why the engine stopped.</summary>
    public string? LastError { get; init; }

    public DateTimeOffset? LastErrorAt { get; init; }

    public long UploadedFiles { get; init; }

    public long UploadedBytes { get; init; }

    public long DownloadedFiles { get; init; }

    public long DownloadedBytes { get; init; }

    public const int MaxProblems = 1000;
}
