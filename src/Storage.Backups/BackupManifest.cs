using System.Text.Json;

namespace FileStorage.Storage.Backups;

/// <summary>What <c>backup.json</c> of a backup holds. Written last: a folder without it is no backup.</summary>
public sealed record BackupManifest
{
    public const string FileName = "backup.json";

    /// <summary>The format of a backup that becomes a data folder by copying its files.</summary>
    public const int FolderFormat = 1;

    /// <summary>The format of one whose metadata or chunks go into servers.</summary>
    public const int ServersFormat = 2;

    /// <summary>What <see cref="Metadata"/> and <see cref="Chunks"/> are in a backup of the first format.</summary>
    public const string Sqlite = "sqlite";

    /// <inheritdoc cref="Sqlite"/>
    public const string Disk = "disk";

    /// <summary>What <see cref="Metadata"/> is in a backup of PostgreSQL databases.</summary>
    public const string Postgres = "postgres";

    public required int Format { get; init; }

    /// <summary>The moment that the metadata shows.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    public required IReadOnlyList<BackupFile> Files { get; init; }

    /// <summary>Where the metadata was: <see cref="Sqlite"/> or <see cref="Postgres"/>.</summary>
    public string Metadata { get; init; } = Sqlite;

    /// <summary>Where the chunks were: disk, azure or s3.</summary>
    public string Chunks { get; init; } = Disk;

    /// <exception cref="BackupException">The folder is no whole backup, or of a format that this program does not know.</exception>
    public static async Task<BackupManifest> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new BackupException($"{folder} is no whole backup: it has no {FileName}.");
        }

        try
        {
            var manifest = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(path, cancellationToken), BackupJson.Default.BackupManifest);
            return manifest is { Format: FolderFormat or ServersFormat } && manifest.Files.All(static file => file is not null && IsInside(file.Path))
                ? manifest
                : throw new BackupException($"{path} has a format that this version does not know.");
        }
        catch (JsonException exception)
        {
            throw new BackupException($"{path} is damaged: {exception.Message}", exception);
        }
    }

    private static bool IsInside(string path) =>
        !Path.IsPathRooted(path) && path.Split('/', '\\').All(static part => part is not ("" or "." or ".."));
}
