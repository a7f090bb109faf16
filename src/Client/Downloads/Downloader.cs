using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using FileStorage.Api.Contracts.Uploads;
using FileStorage.Client.Transfers;
using FileStorage.Core.Chunks;
using Microsoft.Win32.SafeHandles;

namespace FileStorage.Client.Downloads;

/// <summary>
/// Downloads many files at once, verifies every byte against the server's hashes, and puts a file under its name only when it is whole
/// and on disk. A file that fails is told to the observer and the rest goes on.
/// </summary>
public sealed class Downloader(FileStorageClient client, DownloadOptions options, ITransferObserver observer) : IDisposable
{
    private const int MaxAttempts = 2;
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly SemaphoreSlim _requests = new(options.PartRequests);

    public void Dispose() => _requests.Dispose();

    /// <summary>Downloads the files as they are found; done when all of them are there or have failed.</summary>
    /// <exception cref="FileStorageException">The server cannot be reached, or does not know the token (any more).</exception>
    public Task DownloadAsync(IAsyncEnumerable<RemoteFile> files, CancellationToken cancellationToken = default) =>
        Parallel.ForEachAsync(
            files,
            new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = cancellationToken },
            async (file, token) =>
            {
                try
                {
                    observer.Found(file.Item.Size);
                    await DownloadAsync(file, token);
                }
                catch (Exception exception) when (
                    exception is IOException or UnauthorizedAccessException
                    || (exception is FileStorageException { Status: { } status } && status != HttpStatusCode.Unauthorized))
                {
                    observer.Failed(file.RemotePath, exception);
                }
            });

    private async Task DownloadAsync(RemoteFile file, CancellationToken cancellationToken)
    {
        var item = file.Item;
        var sha256 = item.Sha256;
        if (LooksUnchanged(file))
        {
            observer.Progressed(item.Size);
            sha256 ??= options.WholeHashes ? await HashAsync(file.LocalPath, cancellationToken) : null;
            Complete(file, sha256, unchanged: true);
            return;
        }

        if (sha256 is { } known && item.Size <= ChunkLimits.MaxChunkBytes)
        {
            await DownloadSmallAsync(file, known, cancellationToken);
        }
        else
        {
            await DownloadLargeAsync(file, cancellationToken);
            sha256 ??= options.WholeHashes ? await HashAsync(file.LocalPath, cancellationToken) : null;
        }

        Complete(file, sha256, unchanged: false);
    }

    private static bool LooksUnchanged(RemoteFile file)
    {
        var info = new FileInfo(file.LocalPath);
        return info.Exists && info.LinkTarget is null && info.Length == file.Item.Size
            && FileTimes.Same(info.LastWriteTimeUtc, file.Item.ModifiedAt)
            && (OperatingSystem.IsWindows() || (info.UnixFileMode & AnyExecute) != 0 == file.Item.Executable);
    }

    private async Task DownloadSmallAsync(RemoteFile file, ChunkId sha256, CancellationToken cancellationToken)
    {
        var size = (int)file.Item.Size;
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(size, 1));
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                await using var content = client.OpenVersion(file.Item.Id, file.Item.Version, 0, size);
                await content.ReadExactlyAsync(buffer.AsMemory(0, size), cancellationToken);
                if (ChunkId.Of(buffer.AsSpan(0, size)) == sha256)
                {
                    break;
                }

                if (attempt == MaxAttempts)
                {
                    throw new DamagedTransferException();
                }
            }

            observer.Progressed(size);
            using var part = PartFile.Open(file);
            RandomAccess.Write(part.Handle, buffer.AsSpan(0, size), 0);
            part.Finish(file.Item);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task DownloadLargeAsync(RemoteFile file, CancellationToken cancellationToken)
    {
        var manifest = ManifestOf(file.Item.Size, await client.GetManifestAsync(file.Item.Id, file.Item.Version, cancellationToken));
        using var part = PartFile.Open(file);
        var missing = FindMissing(part.Handle, manifest, cancellationToken);
        observer.Progressed(file.Item.Size - missing.Sum(index => (long)manifest.Chunks[index].Length));
        await Parallel.ForEachAsync(
            Parts(manifest, missing),
            new ParallelOptions { MaxDegreeOfParallelism = options.PartRequests, CancellationToken = cancellationToken },
            async (range, token) =>
            {
                await _requests.WaitAsync(token);
                try
                {
                    await DownloadPartAsync(file, manifest, range, part.Handle, token);
                }
                finally
                {
                    _requests.Release();
                }
            });
        part.Finish(file.Item);
    }

    /// <exception cref="FileStorageException">The server's list is wrong.</exception>
    internal static Manifest ManifestOf(long sizeBytes, ManifestBody body)
    {
        var chunks = body.Chunks.Select(chunk => new ManifestChunk(chunk.Id, chunk.Length)).ToArray();
        if (Manifest.Check(chunks) is { } problem)
        {
            throw new FileStorageException($"The server's list of chunks is wrong: {problem}");
        }

        var manifest = new Manifest([.. chunks]);
        return manifest.TotalBytes == sizeBytes
            ? manifest
            : throw new FileStorageException("The server's list of chunks does not fit the size of the file.");
    }

    /// <summary>The chunks that an earlier run has not left in the part file, whole and right.</summary>
    private static List<int> FindMissing(SafeFileHandle handle, Manifest manifest, CancellationToken cancellationToken)
    {
        var length = RandomAccess.GetLength(handle);
        var present = new bool[manifest.Chunks.Length];
        Parallel.For(0, length == 0 ? 0 : present.Length, new ParallelOptions { CancellationToken = cancellationToken }, index =>
        {
            var (id, bytes) = manifest.Chunks[index];
            var offset = manifest.OffsetOf(index);
            if (offset + bytes > length)
            {
                return;
            }

            var buffer = ArrayPool<byte>.Shared.Rent(bytes);
            try
            {
                present[index] = RandomAccess.Read(handle, buffer.AsSpan(0, bytes), offset) == bytes
                    && ChunkId.Of(buffer.AsSpan(0, bytes)) == id;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        });
        return [.. Enumerable.Range(0, present.Length).Where(index => !present[index])];
    }

    /// <summary>Neighbouring missing chunks, in portions of one request.</summary>
    private IEnumerable<Range> Parts(Manifest manifest, List<int> missing)
    {
        for (var at = 0; at < missing.Count;)
        {
            var (first, next, bytes) = (missing[at], missing[at], 0L);
            while (at < missing.Count && missing[at] == next
                && (next == first || bytes + manifest.Chunks[next].Length <= options.PartBytes))
            {
                bytes += manifest.Chunks[next].Length;
                next++;
                at++;
            }

            yield return first..next;
        }
    }

    private async Task DownloadPartAsync(
        RemoteFile file, Manifest manifest, Range range, SafeFileHandle handle, CancellationToken cancellationToken)
    {
        var (first, end) = (range.Start.Value, range.End.Value);
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkLimits.MaxChunkBytes);
        try
        {
            for (var attempt = 1; first < end; attempt++)
            {
                if (attempt > MaxAttempts)
                {
                    throw new DamagedTransferException();
                }

                var offset = manifest.OffsetOf(first);
                await using var content = client.OpenVersion(
                    file.Item.Id, file.Item.Version, offset, manifest.OffsetOf(end) - offset);
                for (; first < end; first++)
                {
                    var (id, length) = manifest.Chunks[first];
                    await content.ReadExactlyAsync(buffer.AsMemory(0, length), cancellationToken);
                    if (ChunkId.Of(buffer.AsSpan(0, length)) != id)
                    {
                        break;
                    }

                    RandomAccess.Write(handle, buffer.AsSpan(0, length), manifest.OffsetOf(first));
                    observer.Progressed(length);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<ChunkId> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, FileOptions.SequentialScan);
        return new ChunkId(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    private void Complete(RemoteFile file, ChunkId? sha256, bool unchanged) => observer.Completed(new TransferredFile
    {
        LocalPath = file.LocalPath,
        RemotePath = file.RemotePath,
        Size = file.Item.Size,
        Sha256 = sha256,
        Unchanged = unchanged,
    });
}
