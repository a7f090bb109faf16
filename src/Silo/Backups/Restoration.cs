using System.Globalization;
using FileStorage.Silo.Hosting;
using FileStorage.Storage.Backups;
using FileStorage.Storage.Chunks;
using FileStorage.Storage.Metadata.Postgres;

namespace FileStorage.Silo.Backups;

/// <summary>
/// The command that makes a service of a backup, wherever its metadata and chunks are to go, and ends. It asks everything that may refuse before it writes
/// anything, and what was not restored to its end serves nobody.
/// </summary>
internal static class Restoration
{
    public const string Command = "restore";

    private const int Failed = 1;
    private const int NotUnderstood = 2;

    private const string MetadataOnly = "--metadata-only";

    private const string Usage =
        "filestorage: say restore BACKUP, with the settings of the new service as --NAME=VALUE; with --metadata-only its chunks are in their container still.";

    /// <summary>The exit status: 0 where everything was restored and verified, 1 where it was not, 2 where the order is none.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        string[] settings = [.. arguments.Skip(1).Where(static argument => argument != MetadataOnly)];
        if (arguments is not [{ Length: > 0 } backup, ..] || backup.StartsWith('-') || !AreSettings(settings))
        {
            await errors.WriteLineAsync(Usage);
            return NotUnderstood;
        }

        try
        {
            var manifest = await BackupManifest.ReadAsync(backup, CancellationToken.None);
            var restored = await RestoreAsync(Settings.Read(settings), backup, manifest, arguments.Contains(MetadataOnly));
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{restored} files of the backup of {manifest.TakenAt:u} are restored and verified. Start the service and run `filestorage admin check`."));
            return 0;
        }
        catch (Exception exception) when (StartFailure.Describe(exception, "restore") is { } sentence)
        {
            await errors.WriteLineAsync(sentence);
            return Failed;
        }
    }

    // A word that is none would be passed over, and with it what was meant.
    private static bool AreSettings(string[] arguments)
    {
        for (var index = 0; index < arguments.Length; index++)
        {
            if (!arguments[index].Contains('=', StringComparison.Ordinal)
                && !(arguments[index].StartsWith("--", StringComparison.Ordinal) && ++index < arguments.Length && !arguments[index].StartsWith("--", StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return true;
    }

    // Everything that may refuse is asked before anything is written, and what tells a server that it may start is written last.
    private static async Task<int> RestoreAsync(IConfiguration configuration, string backup, BackupManifest manifest, bool metadataOnly)
    {
        var postgres = MetadataPlace.Postgres(configuration);
        Require("metadata", manifest.Metadata, postgres is null ? BackupManifest.Sqlite : BackupManifest.Postgres, "Metadata:Postgres:ConnectionString");
        Require("chunks", manifest.Chunks, ServerBackup.NameOf(ChunkStoreServices.Kind(configuration)), "Chunks:Store");
        var hasObjects = manifest.Chunks != BackupManifest.Disk;
        if (metadataOnly && !hasObjects)
        {
            throw new BackupException("The backup's chunks belong into the data folder, so that it is restored as a whole.");
        }

        var inDatabase = manifest.Files.Where(file => postgres is not null && PostgresRestore.Takes(file)).ToList();
        var inFolder = manifest.Files.Where(file => IsForFolder(file, hasObjects)).Except(inDatabase).ToList();
        List<BackupFile> objects = metadataOnly ? [] : [.. manifest.Files.Except(inDatabase).Except(inFolder)];
        if (inFolder.Count > 0)
        {
            RestoringFolder.RequireFree(DataOf(configuration));
        }

        await using var rows = postgres is null ? null : await PostgresRestore.PrepareAsync(postgres, backup, inDatabase, CancellationToken.None);
        await (metadataOnly
            ? ChunkStoreServices.RequireObjectsAsync(configuration, CancellationToken.None)
            : ChunkStoreServices.PrepareRestoreAsync(configuration, backup, objects, CancellationToken.None));
        using var folder = inFolder.Count > 0 ? RestoringFolder.Begin(backup, DataOf(configuration)) : null;
        if (rows is not null)
        {
            await rows.MarkAsync(CancellationToken.None);
        }

        if (objects.Count > 0)
        {
            await ChunkStoreServices.RestoreObjectsAsync(configuration, backup, objects, CancellationToken.None);
        }

        foreach (var file in inFolder)
        {
            await folder!.CopyAsync(file, CancellationToken.None);
        }

        if (rows is not null)
        {
            await rows.FillAsync(TimeProvider.System.GetUtcNow(), CancellationToken.None);
        }
        else
        {
            await folder!.MarkAsync(manifest.TakenAt, CancellationToken.None);
        }

        folder?.Finish(inFolder);
        if (rows is not null)
        {
            await rows.OpenAsync(CancellationToken.None);
        }

        return inDatabase.Count + inFolder.Count + objects.Count;
    }

    private static string DataOf(IConfiguration configuration) => configuration["data"] ?? "data";

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
