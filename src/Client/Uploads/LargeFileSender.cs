using System.Buffers;
using System.Net;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Api.Contracts.Uploads;
using FileStorage.Client.Content;
using FileStorage.Client.Transfers;
using FileStorage.Core.Chunks;
using Microsoft.Win32.SafeHandles;

namespace FileStorage.Client.Uploads;

/// <summary>Sends a file as a resumable upload: its manifest, then the chunks that the server lacks, then the order to complete.</summary>
internal sealed class LargeFileSender(FileStorageClient client, UploadOptions options, ITransferObserver observer) : IDisposable
{
    private const int MaxAttempts = 3;

    private readonly SemaphoreSlim _requests = new(options.ChunkRequests);

    public void Dispose() => _requests.Dispose();

    public async Task SendAsync(LocalFile file, CancellationToken cancellationToken)
    {
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    await SendOnceAsync(file, cancellationToken);
                    return;
                }
                catch (FileChangedException) when (attempt < MaxAttempts)
                {
                    file = file.LookAgain();
                }
                catch (FileStorageException exception) when (attempt < MaxAttempts && MeansAnotherUpload(exception))
                {
                    options.Ledger?.Remove(client.Server, file);
                }
            }
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException
            || (exception is FileStorageException { Status: { } status } && status != HttpStatusCode.Unauthorized))
        {
            observer.Failed(file.FullPath, exception);
        }
    }

    // The upload ran out or was given up; or the chunks are not what was declared, because the file changed and kept its time.
    private static bool MeansAnotherUpload(FileStorageException exception) =>
        exception.Is(ProblemTypes.UploadExpired) || exception.Is(ProblemTypes.HashMismatch)
        || exception.Is(ProblemTypes.UndeclaredChunk) || exception.Is(ProblemTypes.NotFound);

    private async Task SendOnceAsync(LocalFile file, CancellationToken cancellationToken)
    {
        var (chunked, upload) = await ContinueAsync(file, cancellationToken) ?? (FileChunker.Read(file, options.WholeHashes, cancellationToken), null);
        using (chunked)
        {
            if (IsStored(file, chunked))
            {
                observer.Progressed(file.Size);
                Complete(file, chunked, unchanged: true);
                return;
            }

            upload ??= await DeclareAsync(file, chunked, cancellationToken);
            if (!upload.Completed)
            {
                observer.Progressed(file.Size - BytesOf(upload.Missing, chunked.Manifest));
                await SendChunksAsync(file, chunked, upload, cancellationToken);
            }

            await CompleteAsync(file, chunked, upload, cancellationToken);
            options.Ledger?.Remove(client.Server, file);
            Complete(file, chunked, unchanged: false);
        }
    }

    /// <summary>The upload that an earlier run began, if the server still has it.</summary>
    private async Task<(ChunkedFile File, UploadBody? Upload)?> ContinueAsync(LocalFile file, CancellationToken cancellationToken)
    {
        if (options.Ledger is null || file.Size < UploadLedger.SmallestBytes || file.LooksUnchanged
            || options.Ledger.Find(client.Server, file) is not { } record
            || (options.WholeHashes && record.Sha256 is null)
            || !Manifest.TryParse(record.Manifest, out var manifest, out _)
            || manifest.TotalBytes != file.Size)
        {
            return null;
        }

        var chunked = new ChunkedFile(manifest, record.Sha256 is null ? null : ChunkId.Parse(record.Sha256, null), kept: null);
        try
        {
            return (chunked, await client.GetUploadAsync(record.UploadId, cancellationToken));
        }
        catch (FileStorageException exception) when (exception.Is(ProblemTypes.NotFound) || exception.Is(ProblemTypes.UploadExpired))
        {
            return (chunked, null);
        }
    }

    private static bool IsStored(LocalFile file, ChunkedFile chunked) =>
        file.Known is { } known && known.Size == file.Size && known.Executable == file.Executable
        && (file.LooksUnchanged
            || (known.Sha256 is { } hash && chunked.Manifest.Chunks is [var only] && only.Id == hash));

    private async Task<UploadBody> DeclareAsync(LocalFile file, ChunkedFile chunked, CancellationToken cancellationToken)
    {
        var upload = await client.DeclareUploadAsync(
            new CreateUploadRequest
            {
                Path = file.RemotePath,
                Parents = true,
                Size = file.Size,
                ModifiedAt = file.ModifiedAt,
                Executable = file.Executable,
                Chunks = [.. chunked.Manifest.Chunks.Select(chunk => new ChunkBody { Id = chunk.Id, Length = chunk.Length })],
            },
            cancellationToken);
        if (options.Ledger is not null && file.Size >= UploadLedger.SmallestBytes)
        {
            options.Ledger.Save(client.Server, file, new LedgerRecord
            {
                UploadId = upload.Id,
                Manifest = chunked.Manifest.ToByteArray(),
                Sha256 = chunked.Sha256?.ToString(),
            });
        }

        return upload;
    }

    private async Task SendChunksAsync(LocalFile file, ChunkedFile chunked, UploadBody upload, CancellationToken cancellationToken)
    {
        using var handle = chunked.IsKept ? null : WholeFile.Open(file.FullPath);
        await Parallel.ForEachAsync(
            MissingChunks.Requests(chunked.Manifest, upload.Missing, options.ChunkRequestBytes),
            new ParallelOptions { MaxDegreeOfParallelism = options.ChunkRequests, CancellationToken = cancellationToken },
            async (indexes, token) => await SendChunksAsync(file, chunked, upload.Id, handle, indexes, token));
        if (handle is not null)
        {
            WholeFile.ThrowIfChanged(file, handle, file.Size);
        }
    }

    private async Task SendChunksAsync(
        LocalFile file, ChunkedFile chunked, Guid upload, SafeFileHandle? handle, List<int> indexes, CancellationToken cancellationToken)
    {
        await _requests.WaitAsync(cancellationToken);
        var bytes = indexes.Sum(index => chunked.Manifest.Chunks[index].Length);
        var buffer = handle is null ? null : ArrayPool<byte>.Shared.Rent(bytes);
        try
        {
            var chunks = new List<ChunkBytes>(indexes.Count);
            var filled = 0;
            foreach (var index in indexes)
            {
                var (id, length) = chunked.Manifest.Chunks[index];
                var offset = chunked.Manifest.OffsetOf(index);
                if (buffer is null)
                {
                    chunks.Add(new ChunkBytes(id, chunked.Bytes(offset, length)));
                    continue;
                }

                WholeFile.ReadAt(file, handle!, offset, buffer.AsSpan(filled, length));
                chunks.Add(new ChunkBytes(id, buffer.AsMemory(filled, length)));
                filled += length;
            }

            await client.SendChunksAsync(upload, () => ChunksContent.Of(chunks), cancellationToken);
            observer.Progressed(bytes);
        }
        finally
        {
            _requests.Release();
            if (buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private async Task CompleteAsync(LocalFile file, ChunkedFile chunked, UploadBody upload, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await client.CompleteUploadAsync(upload.Id, cancellationToken);
                return;
            }
            catch (FileStorageException exception) when (exception.Is(ProblemTypes.MissingChunks) && attempt < MaxAttempts)
            {
                upload = await client.GetUploadAsync(upload.Id, cancellationToken);
                await SendChunksAsync(file, chunked, upload, cancellationToken);
            }
        }
    }

    private static long BytesOf(IReadOnlyList<ChunkId> missing, Manifest manifest)
    {
        var wanted = missing.ToHashSet();
        return manifest.Chunks.Where(chunk => wanted.Remove(chunk.Id)).Sum(chunk => (long)chunk.Length);
    }

    private void Complete(LocalFile file, ChunkedFile chunked, bool unchanged) => observer.Completed(new TransferredFile
    {
        LocalPath = file.FullPath,
        RemotePath = file.RemotePath,
        Size = file.Size,
        Sha256 = chunked.Sha256 ?? (chunked.Manifest.Chunks is [var only] ? only.Id : null),
        Unchanged = unchanged,
    });
}
