using System.Runtime.CompilerServices;
using System.Text.Json;
using FileStorage.Api.Administration;
using FileStorage.Core.Chunks;
using FileStorage.Storage.Backups;
using FileStorage.Storage.Chunks;
using FileStorage.Storage.Chunks.Archives;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Silo.Backups;

/// <summary>
/// A consistent copy of the service while it is in use. From the moment before the metadata is copied no stored chunk goes away, and the chunks are
/// copied after it: whatever the copied rows refer to is in the copied chunks.
/// </summary>
internal sealed partial class ServerBackup(
    IMetadataBackup metadata, IChunkStore chunks, BackupFolder backups, IGrainFactory grains, TimeProvider clock, ILogger<ServerBackup> logger) : IServerBackup
{
    private int _isRunning;

    public async IAsyncEnumerable<BackupProgress> RunAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var store = chunks as IChunkBackup
            ?? throw new MaintenanceException("Chunks are moving from one store to another; make a backup when they have moved.");
        var target = Target(folder);
        if (Interlocked.Exchange(ref _isRunning, 1) == 1)
        {
            throw new MaintenanceException("A backup is being made already.");
        }

        try
        {
            await using var steps = MakeAsync(store, target, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await MoveNextAsync(steps, cancellationToken))
            {
                yield return steps.Current;
            }
        }
        finally
        {
            Volatile.Write(ref _isRunning, 0);
        }
    }

    private async IAsyncEnumerable<BackupProgress> MakeAsync(
        IChunkBackup store, string target, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var unfinished = UnfinishedBackup.Begin(target, logger);
        var files = new List<BackupFile>();
        long bytes = 0;
        await using (var hold = await DeletionHold.TakeAsync(grains, clock, logger, cancellationToken))
        {
            var takenAt = clock.GetUtcNow();
            await foreach (var file in CopyAsync(store, unfinished.Path, cancellationToken))
            {
                files.Add(file);
                bytes += file.Bytes;
                yield return new BackupProgress(files.Count, bytes, IsDone: false);
            }

            await hold.RequireAsync(cancellationToken);
            var manifest = JsonSerializer.SerializeToUtf8Bytes(Describe(store, takenAt, files), BackupJson.Default.BackupManifest);
            await BackupWriteStream.WriteAsync(unfinished.Path, BackupManifest.FileName, manifest, cancellationToken);
        }

        unfinished.Finish(files);
        yield return new BackupProgress(files.Count, bytes, IsDone: true);
    }

    // Whatever it was: whoever asked for the backup is told, and so is the log.
    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<BackupProgress> steps, CancellationToken cancellationToken)
    {
        try
        {
            return await steps.MoveNextAsync();
        }
        catch (MaintenanceException exception)
        {
            LogFailed(exception);
            throw;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(exception);
            throw new MaintenanceException($"The backup was not made: {exception.Message}", exception);
        }
    }

    private async IAsyncEnumerable<BackupFile> CopyAsync(
        IChunkBackup store, string partial, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var file in metadata.CopyToAsync(partial, cancellationToken))
        {
            yield return file;
        }

        await foreach (var file in store.CopyToAsync(partial, cancellationToken))
        {
            yield return file;
        }
    }

    private BackupManifest Describe(IChunkBackup store, DateTimeOffset takenAt, List<BackupFile> files)
    {
        var isFolder = metadata.Kind == BackupManifest.Sqlite && store.Kind is ChunkStoreKind.Disk;
        return new BackupManifest
        {
            Format = isFolder ? BackupManifest.FolderFormat : BackupManifest.ServersFormat,
            TakenAt = takenAt,
            Metadata = metadata.Kind,
            Chunks = NameOf(store.Kind),
            Files = files,
        };
    }

    /// <summary>A kind of store as the manifest has it, which is as the setting Chunks:Store has it.</summary>
    public static string NameOf(ChunkStoreKind kind) => kind switch
    {
        ChunkStoreKind.Disk => BackupManifest.Disk,
        ChunkStoreKind.AzureBlob => "azure",
        ChunkStoreKind.S3 => "s3",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Such chunks are not backed up."),
    };

    private string Target(string folder)
    {
        var target = backups.Find(folder);
        return Directory.Exists(target) || File.Exists(target)
            ? throw new MaintenanceException($"{target} exists already.")
            : target;
    }

    [LoggerMessage(LogLevel.Error, "A backup was not made")]
    private partial void LogFailed(Exception exception);
}
