using System.Runtime.CompilerServices;
using System.Text.Json;
using FileStorage.Api.Administration;
using FileStorage.Core.Backups;
using FileStorage.Core.Chunks;
using FileStorage.Storage.Chunks;
using FileStorage.Storage.Chunks.Archives;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Silo.Backups;

/// <summary>
/// A consistent copy of the service while it is in use. From the moment before the metadata is copied no stored chunk goes away, and the chunks are
/// copied after it: whatever the copied rows refer to is in the copied chunks.
/// </summary>
internal sealed class ServerBackup(
    IMetadataBackup metadata, IChunkStore chunks, BackupFolder backups, IGrainFactory grains, TimeProvider clock, ILogger<ServerBackup> logger) : IServerBackup
{
    private int _isRunning;

    public async IAsyncEnumerable<BackupProgress> RunAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (chunks is not IChunkBackup store)
        {
            throw new InvalidOperationException("Chunks are moving from one store to another; make a backup when they have moved.");
        }

        var target = Target(folder);
        if (Interlocked.Exchange(ref _isRunning, 1) == 1)
        {
            throw new InvalidOperationException("A backup is being made already.");
        }

        var partial = target + BackupFolder.Unfinished;
        var files = new List<BackupFile>();
        var isDone = false;
        try
        {
            Make(partial);
            await using (var hold = await DeletionHold.TakeAsync(grains, clock, logger, cancellationToken))
            {
                var takenAt = clock.GetUtcNow();
                await foreach (var file in CopyAsync(store, partial, cancellationToken))
                {
                    files.Add(file);
                    yield return Told(files, isDone: false);
                }

                await hold.RequireAsync(cancellationToken);
                var manifest = JsonSerializer.SerializeToUtf8Bytes(Describe(store, takenAt, files), BackupJson.Default.BackupManifest);
                await BackupWriteStream.WriteAsync(partial, BackupManifest.FileName, manifest, cancellationToken);
            }

            Directory.Move(partial, target);
            isDone = true;
        }
        finally
        {
            if (!isDone && Directory.Exists(partial))
            {
                Directory.Delete(partial, recursive: true);
            }

            Volatile.Write(ref _isRunning, 0);
        }

        yield return Told(files, isDone: true);
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
        _ => throw new InvalidOperationException("Chunks in memory are not backed up."),
    };

    private string Target(string folder)
    {
        var target = backups.Find(folder);
        return Directory.Exists(target) || File.Exists(target)
            ? throw new InvalidOperationException($"{target} exists already.")
            : target;
    }

    private static void Make(string folder)
    {
        if (Directory.Exists(folder))
        {
            // What an earlier one left that was killed.
            Directory.Delete(folder, recursive: true);
        }

        PrivateFiles.MakeFolder(folder);
    }

    private static BackupProgress Told(List<BackupFile> files, bool isDone) => new(files.Count, files.Sum(file => file.Bytes), isDone);
}
