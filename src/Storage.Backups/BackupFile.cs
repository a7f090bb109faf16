namespace FileStorage.Storage.Backups;

/// <summary>One file of a backup.</summary>
public sealed record BackupFile
{
    /// <summary>Relative to the backup and to the data folder, with slashes; never leaves the folder.</summary>
    public required string Path { get; init; }

    public required long Bytes { get; init; }

    /// <summary>SHA-256 of its bytes, 64 hex digits.</summary>
    public required string Sha256 { get; init; }
}
