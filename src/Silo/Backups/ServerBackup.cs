using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using FileStorage.Api.Administration;
using FileStorage.Core.Backups;
using FileStorage.Silo.Hosting;
using FileStorage.Storage.Chunks;
using FileStorage.Storage.Chunks.Disk;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Shards;

namespace FileStorage.Silo.Backups;

/// <summary>
/// A consistent copy of the data folder while it is in use. From the moment before the metadata is copied no stored chunk goes away, and the
/// packs are copied after it: whatever the copied rows refer to is in the copied packs.
/// </summary>
internal sealed class ServerBackup(
    DataFolder data, IMetadataShards metadata, IChunkStore chunks, BackupFolder backups, TimeProvider clock) : IServerBackup
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly string[] Keys = ["ring.json", "master.key", "master.key.next"];

    private int _isRunning;

    public async IAsyncEnumerable<BackupProgress> RunAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (metadata is not SingleShard { Database: IMetadataBackup source } || chunks is not DiskChunkStore packs)
        {
            throw new InvalidOperationException(
                "Only a server with its metadata in SQLite and its chunks on the disk makes backups; see docs/operations.md for the others.");
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
            using (packs.HoldDeletions())
            {
                var takenAt = clock.GetUtcNow();
                await source.CopyToAsync(Path.Combine(partial, "metadata.db"), cancellationToken);
                files.Add(await DescribeAsync(partial, "metadata.db", cancellationToken));
                yield return Told(files, isDone: false);
                Make(Path.Combine(partial, "chunks"));
                await foreach (var (name, bytes, sha256) in packs.CopyToAsync(Path.Combine(partial, "chunks"), cancellationToken))
                {
                    files.Add(new BackupFile { Path = $"chunks/{name}", Bytes = bytes, Sha256 = sha256 });
                    yield return Told(files, isDone: false);
                }

                Make(Path.Combine(partial, "keys"));
                foreach (var (key, content) in await ReadKeysAsync(cancellationToken))
                {
                    await WriteAsync(Path.Combine(partial, "keys", key), content);
                    files.Add(await DescribeAsync(partial, $"keys/{key}", cancellationToken));
                }

                var manifest = new BackupManifest { Format = BackupManifest.CurrentFormat, TakenAt = takenAt, Files = files };
                await WriteAsync(
                    Path.Combine(partial, BackupManifest.FileName),
                    JsonSerializer.SerializeToUtf8Bytes(manifest, BackupJson.Default.BackupManifest));
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

    // Of one moment: a rotation replaces several of them one after the other, and a ring opens with its own master key only.
    private async Task<Dictionary<string, byte[]>> ReadKeysAsync(CancellationToken cancellationToken)
    {
        var before = await ReadAsync();
        while (true)
        {
            var keys = await ReadAsync();
            if (keys.Count == before.Count && keys.All(key => before.TryGetValue(key.Key, out var content) && content.AsSpan().SequenceEqual(key.Value)))
            {
                return keys;
            }

            before = keys;
        }

        async Task<Dictionary<string, byte[]>> ReadAsync()
        {
            var read = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            foreach (var key in Keys.Where(key => File.Exists(Path.Combine(data.Path, "keys", key))))
            {
                read[key] = await File.ReadAllBytesAsync(Path.Combine(data.Path, "keys", key), cancellationToken);
            }

            return read;
        }
    }

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

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly);
        }
    }

    private static async Task WriteAsync(string path, byte[] content)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        await file.WriteAsync(content);
        file.Flush(flushToDisk: true);
    }

    private static async Task<BackupFile> DescribeAsync(string folder, string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(Path.Combine(folder, path));
        var digest = await SHA256.HashDataAsync(file, cancellationToken);
        return new BackupFile { Path = path, Bytes = file.Length, Sha256 = Convert.ToHexStringLower(digest) };
    }

    private static BackupProgress Told(List<BackupFile> files, bool isDone) => new(files.Count, files.Sum(file => file.Bytes), isDone);
}
