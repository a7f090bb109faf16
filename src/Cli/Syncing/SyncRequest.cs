using FileStorage.Sync.Local;

namespace FileStorage.Cli.Syncing;

/// <summary>What the command line asks for.</summary>
internal sealed record SyncRequest
{
    /// <summary>As typed.</summary>
    public required string Folder { get; init; }

    /// <summary>From the root of the drive; null where nothing was said.</summary>
    public string? Remote { get; init; }

    public bool Once { get; init; }

    /// <summary>Whether what would be asked about is meant.</summary>
    public bool IsConfirmed { get; init; }

    public required IReadOnlyList<string> Excluded { get; init; }

    public required IReadOnlyList<LocalPath> Selected { get; init; }

    /// <summary>Whether edits of one text on both sides are to be merged; null where nothing was said.</summary>
    public bool? MergesText { get; init; }

    /// <summary>Bytes a second.</summary>
    public long? UploadLimit { get; init; }

    /// <summary>Bytes a second.</summary>
    public long? DownloadLimit { get; init; }
}
