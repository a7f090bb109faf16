namespace FileStorage.Cli.Syncing;

/// <summary>How a synced folder is doing: the answer to every request, and what <c>--status --json</c> prints.</summary>
internal sealed record SyncStatusLine
{
    public required string Folder { get; init; }

    public required string Server { get; init; }

    /// <summary>The folder on the server, from its root.</summary>
    public required string Remote { get; init; }

    /// <summary>"starting", "upToDate", "syncing", "offline", "paused", "awaitingConfirmation" or "stopped".</summary>
    public required string Activity { get; init; }

    public required int ProcessId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public int SyncedEntries { get; init; }

    public int QueuedSteps { get; init; }

    public int QueuedUploads { get; init; }

    public int QueuedDownloads { get; init; }

    public int DeletionsToConfirm { get; init; }

    public long UploadedFiles { get; init; }

    public long UploadedBytes { get; init; }

    public long DownloadedFiles { get; init; }

    public long DownloadedBytes { get; init; }

    public int ProblemCount { get; init; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<SyncProblemLine> Problems { get; init; } = [];

    public string? LastError { get; init; }

    public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>Why changes are not noticed at once.</summary>
    public string? WatchTrouble { get; init; }
}
