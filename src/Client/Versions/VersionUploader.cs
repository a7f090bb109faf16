using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FileStorage.Api.Contracts.Content;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Api.Contracts.Uploads;
using FileStorage.Client.Content;
using FileStorage.Client.Uploads;
using FileStorage.Core.Chunks;

namespace FileStorage.Client.Versions;

/// <summary>
/// Uploads versions by id and with their expected etag. Small ones go many in a request; of a large one only the chunks go that the user
/// does not store yet. Content that changes while it is read is never stored torn.
/// </summary>
public sealed class VersionUploader(FileStorageClient client, UploadOptions options) : IDisposable
{
    private const int MaxAttempts = 3;

    private readonly SemaphoreSlim _requests = new(options.ChunkRequests);

    public void Dispose() => _requests.Dispose();

    /// <summary>
    /// Stores small files in one request, without trying again. Each line as it arrives: the file's place in the list, and its item or
    /// problem; what has no line when this ends or throws may or may not be stored, and is safe to send again.
    /// </summary>
    /// <exception cref="FileStorageException">The server cannot be reached, or refused all of them.</exception>
    public async IAsyncEnumerable<BatchFileBody> UploadSmallAsync(
        IReadOnlyList<SmallVersion> versions, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var parts = new List<ReadOnlyMemory<byte>>(versions.Count * 2);
        foreach (var version in versions)
        {
            parts.Add(Header(version));
            parts.Add(version.Content);
        }

        await foreach (var line in client.GuardAsync(
            client.SendBatchAsync(() => new PartsContent(parts, BatchBody.MediaType), parents: false, cancellationToken), cancellationToken))
        {
            if (line.Index < 0 || line.Index >= versions.Count)
            {
                throw new FileStorageException("The server answered for a file that was not sent.");
            }

            yield return line;
        }
    }

    /// <summary>Stores a file of any size. An attempt with the same operation and content goes on where the last one ended.</summary>
    /// <exception cref="ContentChangedException">The file changed while it was read; nothing was stored.</exception>
    /// <exception cref="FileStorageException">The server cannot be reached or refuses.</exception>
    public async Task<StoredVersion> UploadAsync(
        NewVersion version, IReadableContent content, CancellationToken cancellationToken = default)
    {
        var chunks = await ContentChunks.ReadAsync(content, cancellationToken);
        if (!await content.IsUnchangedAsync(cancellationToken))
        {
            throw new ContentChangedException();
        }

        var upload = await client.DeclareUploadAsync(
            new CreateUploadRequest
            {
                ItemId = version.FileId,
                ParentId = version.FileId is null ? version.ParentId : null,
                Name = version.FileId is null ? version.Name : null,
                Size = content.SizeBytes,
                ModifiedAt = version.ModifiedAt,
                Executable = version.Executable,
                Chunks = [.. chunks.Manifest.Chunks.Select(chunk => new ChunkBody { Id = chunk.Id, Length = chunk.Length })],
            },
            version.OperationId,
            version.ExpectedEtag,
            cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (!upload.Completed)
                {
                    await SendAsync(upload, chunks.Manifest, content, cancellationToken);
                }

                return new StoredVersion(await client.CompleteUploadAsync(upload.Id, cancellationToken), chunks.Sha256);
            }
            catch (FileStorageException exception) when (exception.Is(ProblemTypes.MissingChunks) && attempt < MaxAttempts)
            {
                upload = await client.GetUploadAsync(upload.Id, cancellationToken);
            }
            catch (FileStorageException exception) when (exception.Is(ProblemTypes.HashMismatch))
            {
                // What was read now is not what was read before.
                throw new ContentChangedException();
            }
        }
    }

    private static byte[] Header(SmallVersion small)
    {
        var version = small.Version;
        var json = JsonSerializer.SerializeToUtf8Bytes(
            new BatchFileHeader
            {
                ItemId = version.FileId,
                ParentId = version.FileId is null ? version.ParentId : null,
                Name = version.FileId is null ? version.Name : null,
                OperationId = version.OperationId,
                Size = small.Content.Length,
                Sha256 = small.Sha256,
                ModifiedAt = version.ModifiedAt,
                Executable = version.Executable,
                IfMatch = version.ExpectedEtag,
                IfAbsent = version.ExpectedEtag is null,
            },
            ContractsJsonContext.Default.BatchFileHeader);
        var header = new byte[sizeof(int) + json.Length];
        BinaryPrimitives.WriteInt32BigEndian(header, json.Length);
        json.CopyTo(header, sizeof(int));
        return header;
    }

    private Task SendAsync(UploadBody upload, Manifest manifest, IReadableContent content, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            MissingChunks.Requests(manifest, upload.Missing, options.ChunkRequestBytes),
            new ParallelOptions { MaxDegreeOfParallelism = options.ChunkRequests, CancellationToken = cancellationToken },
            async (indexes, token) =>
            {
                await _requests.WaitAsync(token);
                try
                {
                    await SendAsync(upload.Id, manifest, indexes, content, token);
                }
                finally
                {
                    _requests.Release();
                }
            });

    private async Task SendAsync(
        Guid upload, Manifest manifest, List<int> indexes, IReadableContent content, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(indexes.Sum(index => manifest.Chunks[index].Length));
        try
        {
            var chunks = new List<ChunkBytes>(indexes.Count);
            var filled = 0;
            foreach (var index in indexes)
            {
                var (id, length) = manifest.Chunks[index];
                await content.ReadExactlyAsync(manifest.OffsetOf(index), buffer.AsMemory(filled, length), cancellationToken);
                chunks.Add(new ChunkBytes(id, buffer.AsMemory(filled, length)));
                filled += length;
            }

            await client.SendChunksAsync(upload, () => ChunksContent.Of(chunks), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
