namespace FileStorage.Core.Backups;

/// <summary>What <c>backup.json</c> of a backup holds. Written last: a folder without it is no backup.</summary>
public sealed record BackupManifest
{
    public const string FileName = "backup.json";
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    /// <summary>The moment that the metadata shows.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    public required IReadOnlyList<BackupFile> Files { get; init; }
}
