using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using FileStorage.Client.Downloads;
using FileStorage.Core.Chunks;

namespace FileStorage.Client.Versions;

/// <summary>
/// Downloads versions into content of the caller's, every byte verified. Chunks that an older local file holds are taken from it, wherever they
/// lie in it; the rest is fetched by a few ranges at once.
/// </summary>
public sealed class VersionDownloader(FileStorageClient client, DownloadOptions options) : IDisposable
{
    private const int MaxAttempts = 2;

    /// <summary>A small version is fetched in one request: to ask for its chunks first would cost as much.</summary>
    private const long SmallBytes = 128 * 1024;

    /// <summary>A file up to this size takes so little memory that as many as the caller likes may be fetched at once.</summary>
    private const long FreeBytes = 256 * 1024;

    private readonly SemaphoreSlim _large = new(options.LargeFiles);
    private readonly SemaphoreSlim _medium = new(options.Workers);

    public void Dispose()
    {
        _large.Dispose();
        _medium.Dispose();
    }

    /// <summary>Writes the version from its first byte to its last.</summary>
    /// <param name="version">Which.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="basis">A local file that may hold parts of it, for instance the version before; it may change at any time.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    /// <returns>SHA-256 of the content; null where the version, or the file, is gone.</returns>
    /// <exception cref="DamagedTransferException">What arrives is not what the server's hashes say.</exception>
    /// <exception cref="FileStorageException">The server cannot be reached or refuses.</exception>
    public async Task<ChunkId?> DownloadAsync(
        WantedVersion version, IWritableContent target, IReadableContent? basis, CancellationToken cancellationToken = default)
    {
        try
        {
            if (version.Sha256 is { } sha256 && version.SizeBytes <= (basis is null ? ChunkLimits.MaxChunkBytes : SmallBytes))
            {
                await DownloadSmallAsync(version, sha256, target, cancellationToken);
                return sha256;
            }

            await _large.WaitAsync(cancellationToken);
            try
            {
                return await DownloadLargeAsync(version, target, basis, cancellationToken);
            }
            finally
            {
                _large.Release();
            }
        }
        catch (FileStorageException exception) when (exception.Status is HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task DownloadSmallAsync(WantedVersion version, ChunkId sha256, IWritableContent target, CancellationToken cancellationToken)
    {
        if (version.SizeBytes <= FreeBytes)
        {
            await FetchSmallAsync(version, sha256, target, cancellationToken);
            return;
        }

        await _medium.WaitAsync(cancellationToken);
        try
        {
            await FetchSmallAsync(version, sha256, target, cancellationToken);
        }
        finally
        {
            _medium.Release();
        }
    }

    private async Task FetchSmallAsync(WantedVersion version, ChunkId sha256, IWritableContent target, CancellationToken cancellationToken)
    {
        var size = (int)version.SizeBytes;
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(size, 1));
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                await using var content = client.OpenVersion(version.FileId, version.Number, 0, size);
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

            await target.WriteAsync(0, buffer.AsMemory(0, size), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<ChunkId> DownloadLargeAsync(
        WantedVersion version, IWritableContent target, IReadableContent? basis, CancellationToken cancellationToken)
    {
        var manifest = Downloader.ManifestOf(
            version.SizeBytes, await client.GetManifestAsync(version.FileId, version.Number, cancellationToken));
        var known = basis is null ? [] : await FindChunksAsync(manifest, basis, cancellationToken);
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        // Parts are fetched some ahead and written in order, so that the whole can be hashed on the way.
        var ahead = new Queue<(Range Part, Task<byte[]> Bytes)>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var parts = Parts(manifest, known).GetEnumerator();
        try
        {
            var more = parts.MoveNext();
            while (more || ahead.Count > 0)
            {
                while (more && ahead.Count < options.PartRequests)
                {
                    ahead.Enqueue((parts.Current, GetPartAsync(version, manifest, parts.Current, known, basis, stop.Token)));
                    more = parts.MoveNext();
                }

                // It is taken from the queue only when it is here, so that whatever fails, none is left to itself.
                var (part, fetched) = ahead.Peek();
                var bytes = await fetched;
                ahead.Dequeue();
                var offset = manifest.OffsetOf(part.Start.Value);
                var length = (int)(manifest.OffsetOf(part.End.Value) - offset);
                whole.AppendData(bytes, 0, length);
                await target.WriteAsync(offset, bytes.AsMemory(0, length), cancellationToken);
                ArrayPool<byte>.Shared.Return(bytes);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(ahead.Select(one => one.Bytes)).ContinueWith(
                static all => _ = all.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        var hash = new ChunkId(whole.GetHashAndReset());
        return version.Sha256 is null || version.Sha256 == hash ? hash : throw new DamagedTransferException();
    }

    /// <summary>Where the local file holds chunks of the version.</summary>
    private static async Task<Dictionary<ChunkId, long>> FindChunksAsync(
        Manifest wanted, IReadableContent basis, CancellationToken cancellationToken)
    {
        var offsets = new Dictionary<ChunkId, long>();
        var ids = wanted.Chunks.Select(chunk => chunk.Id).ToHashSet();
        try
        {
            var held = (await ContentChunks.ReadAsync(basis, cancellationToken)).Manifest;
            for (var index = 0; index < held.Chunks.Length; index++)
            {
                if (ids.Contains(held.Chunks[index].Id))
                {
                    offsets[held.Chunks[index].Id] = held.OffsetOf(index);
                }
            }
        }
        catch (IOException)
        {
            // It changes, or cannot be read: everything comes from the server.
            offsets.Clear();
        }

        return offsets;
    }

    /// <summary>Neighbouring chunks that come from the same side, in portions of one request; one larger chunk is a portion too.</summary>
    private IEnumerable<Range> Parts(Manifest manifest, Dictionary<ChunkId, long> known)
    {
        for (var first = 0; first < manifest.Chunks.Length;)
        {
            var isKnown = known.ContainsKey(manifest.Chunks[first].Id);
            var end = first + 1;
            long bytes = manifest.Chunks[first].Length;
            while (end < manifest.Chunks.Length && known.ContainsKey(manifest.Chunks[end].Id) == isKnown
                && bytes + manifest.Chunks[end].Length <= options.PartBytes)
            {
                bytes += manifest.Chunks[end].Length;
                end++;
            }

            yield return first..end;
            first = end;
        }
    }

    /// <summary>The verified bytes of a part, in a rented buffer.</summary>
    private async Task<byte[]> GetPartAsync(
        WantedVersion version, Manifest manifest, Range part, Dictionary<ChunkId, long> known, IReadableContent? basis,
        CancellationToken cancellationToken)
    {
        var (first, end) = (part.Start.Value, part.End.Value);
        var buffer = ArrayPool<byte>.Shared.Rent((int)(manifest.OffsetOf(end) - manifest.OffsetOf(first)));
        try
        {
            if (basis is null || !known.ContainsKey(manifest.Chunks[first].Id)
                || !await CopyAsync(manifest, part, known, basis, buffer, cancellationToken))
            {
                await FetchAsync(version, manifest, part, buffer, cancellationToken);
            }

            return buffer;
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    /// <summary>Takes chunks from the local file; false where it does not hold them any more.</summary>
    private static async Task<bool> CopyAsync(
        Manifest manifest, Range part, Dictionary<ChunkId, long> known, IReadableContent basis, byte[] buffer, CancellationToken cancellationToken)
    {
        var filled = 0;
        for (var index = part.Start.Value; index < part.End.Value; index++)
        {
            var (id, length) = manifest.Chunks[index];
            try
            {
                await basis.ReadExactlyAsync(known[id], buffer.AsMemory(filled, length), cancellationToken);
            }
            catch (IOException)
            {
                return false;
            }

            if (ChunkId.Of(buffer.AsSpan(filled, length)) != id)
            {
                return false;
            }

            filled += length;
        }

        return true;
    }

    private async Task FetchAsync(WantedVersion version, Manifest manifest, Range part, byte[] buffer, CancellationToken cancellationToken)
    {
        var (first, end) = (part.Start.Value, part.End.Value);
        var start = manifest.OffsetOf(first);
        for (var attempt = 1; first < end; attempt++)
        {
            if (attempt > MaxAttempts)
            {
                throw new DamagedTransferException();
            }

            var offset = manifest.OffsetOf(first);
            await using var content = client.OpenVersion(version.FileId, version.Number, offset, manifest.OffsetOf(end) - offset);
            for (; first < end; first++)
            {
                var (id, length) = manifest.Chunks[first];
                var place = buffer.AsMemory((int)(manifest.OffsetOf(first) - start), length);
                await content.ReadExactlyAsync(place, cancellationToken);
                if (ChunkId.Of(place.Span) != id)
                {
                    break;
                }
            }
        }
    }
}
