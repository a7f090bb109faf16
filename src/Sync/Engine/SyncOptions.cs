namespace FileStorage.Sync.Engine;

/// <summary>How the engine works; the defaults are meant for everybody.</summary>
public sealed record SyncOptions
{
    /// <summary>The name of this device in conflict names.</summary>
    public required string DeviceName { get; init; }

    /// <summary>The folder of the drive that is synced; null for all of it.</summary>
    public Guid? RemoteRootId { get; init; }

    /// <summary>
    /// Whether two edits of one text become one where that is clean, as <see cref="Core.Conflicts.TextMerge"/> has it; else, and otherwise, the later
    /// one is kept as a conflict copy.
    /// </summary>
    public bool MergesText { get; init; }

    /// <summary>How long after an event more of the same burst are waited for.</summary>
    public TimeSpan QuietTime { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How long something that is not where it was may take to show up elsewhere before it is taken for deleted.</summary>
    public TimeSpan DeletionSettleTime { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often everything is looked at, whatever the watch says.</summary>
    public TimeSpan ScanInterval { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How often news is asked for, whatever the bell says.</summary>
    public TimeSpan NewsInterval { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan ShortestRetry { get; init; } = TimeSpan.FromMilliseconds(100);

    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long what the server refused is left alone.</summary>
    public TimeSpan RefusedRetry { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long downloads rest when the disk is full.</summary>
    public TimeSpan DiskFullRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often it is looked whether there is room for the state again.</summary>
    public TimeSpan StateFullRetry { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A tree of at most this many entries may be emptied without asking.</summary>
    public int UnguardedEntries { get; init; } = 50;

    /// <summary>Deleting more than this part of a larger tree is asked about.</summary>
    public double GuardedPart { get; init; } = 0.5;

    /// <summary>Deletions within this time count together.</summary>
    public TimeSpan GuardedTime { get; init; } = TimeSpan.FromMinutes(10);

    public int ParallelListings { get; init; } = 4;

    public int ParallelLocalSteps { get; init; } = 16;

    public int ParallelDownloads { get; init; } = 8;

    public int ParallelCommands { get; init; } = 16;

    public int ParallelUploads { get; init; } = 4;

    public int MaxFilesPerUpload { get; init; } = 100;

    public long MaxBytesPerUpload { get; init; } = 4 << 20;

    /// <summary>How often <see cref="SyncEngine.RunOnceAsync"/> tries what fails before it reports it.</summary>
    public int AttemptsOfOnce { get; init; } = 5;
}
