using FileStorage.Core.Backups;
using FileStorage.Silo.Hosting;
using FileStorage.Storage.Chunks;
using FileStorage.Storage.Chunks.Keys;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Postgres;

namespace FileStorage.Silo.Backups;

/// <summary>
/// The command that makes a service of a backup, wherever its metadata and chunks are to go, and ends. The metadata comes last: what was not restored to
/// its end serves nobody.
/// </summary>
internal static class Restoration
{
    public const string Command = "restore";

    private const int Failed = 1;
    private const int NotUnderstood = 2;

    private const string MetadataOnly = "--metadata-only";

    private const string Usage =
        "filestorage: say restore BACKUP, with the settings of the new service; with --metadata-only its chunks are in their container still.";

    /// <summary>The exit status: 0 where everything was restored and verified, 1 where it was not, 2 where the order is none.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        if (arguments is not [{ Length: > 0 } backup, .. var rest] || backup.StartsWith('-'))
        {
            await errors.WriteLineAsync(Usage);
            return NotUnderstood;
        }

        var configuration = new ConfigurationManager();
        configuration.SetBasePath(AppContext.BaseDirectory).AddJsonFile("appsettings.json", optional: true);
        Settings.AddSources(configuration, [.. rest.Where(static argument => argument != MetadataOnly)]);
        try
        {
            var manifest = await BackupManifest.ReadAsync(backup, CancellationToken.None);
            await RestoreAsync(configuration, backup, manifest, rest.Contains(MetadataOnly));
            await output.WriteLineAsync(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{manifest.Files.Count} files of the backup of {manifest.TakenAt:u} are restored and verified. Start the service and run `filestorage admin check`."));
            return 0;
        }
        catch (Exception exception) when (exception is BackupException or MetadataException or KeyRingException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync("filestorage cannot restore: " + exception.Message.ReplaceLineEndings(" "));
            return Failed;
        }
    }

    private static async Task RestoreAsync(IConfiguration configuration, string backup, BackupManifest manifest, bool metadataOnly)
    {
        var postgres = MetadataPlace.Postgres(configuration);
        Require("metadata", manifest.Metadata, postgres is null ? BackupManifest.Sqlite : "postgres", "Metadata:Postgres:ConnectionString");
        Require("chunks", manifest.Chunks, ServerBackup.NameOf(ChunkStoreServices.Kind(configuration)), "Chunks:Store");
        var hasObjects = manifest.Chunks != BackupManifest.Disk;
        if (metadataOnly && !hasObjects)
        {
            throw new BackupException("The backup's chunks belong into the data folder, so that it is restored as a whole.");
        }

        var inDatabase = manifest.Files.Where(file => postgres is not null && PostgresRestore.Takes(file)).ToList();
        var inFolder = manifest.Files.Where(file => IsForFolder(file, hasObjects)).Except(inDatabase).ToList();
        var objects = manifest.Files.Except(inDatabase).Except(inFolder).ToList();
        if (hasObjects && !metadataOnly)
        {
            await ChunkStoreServices.RestoreObjectsAsync(configuration, backup, objects, CancellationToken.None);
        }

        if (inFolder.Count > 0)
        {
            var folder = RestoringFolder.Begin(backup, configuration["data"] ?? "data");
            foreach (var file in inFolder)
            {
                await folder.CopyAsync(file, CancellationToken.None);
            }

            if (postgres is null)
            {
                await folder.MarkAsync(manifest.TakenAt, CancellationToken.None);
            }

            folder.Finish();
        }

        if (postgres is not null)
        {
            await PostgresRestore.RunAsync(postgres, backup, inDatabase, TimeProvider.System.GetUtcNow(), CancellationToken.None);
        }
    }

    // Beside the rows: all that is neither in a table nor in an object store.
    private static bool IsForFolder(BackupFile file, bool hasObjects) =>
        !hasObjects || !(file.Path.StartsWith("objects/", StringComparison.Ordinal) || file.Path.StartsWith("keys/", StringComparison.Ordinal));

    private static void Require(string what, string was, string isNow, string setting)
    {
        if (was != isNow)
        {
            throw new BackupException($"The backup's {what} were in {was}, and the settings say {isNow}; restore to the same kind (the setting {setting}).");
        }
    }
}
