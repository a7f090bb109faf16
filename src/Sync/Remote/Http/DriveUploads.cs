using System.Buffers;
using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using FileStorage.Client;
using FileStorage.Client.Uploads;
using FileStorage.Client.Versions;
using FileStorage.Core.Chunks;
using FileStorage.Sync.Local;

namespace FileStorage.Sync.Remote.Http;

/// <summary>Sends local files, many small ones in a request, and tells how each ended as soon as that is known.</summary>
internal sealed class DriveUploads(FileStorageClient client, UploadOptions options) : IDisposable
{
    private readonly VersionUploader _uploader = new(client, options);

    public void Dispose() => _uploader.Dispose();

    public async IAsyncEnumerable<RemoteUploaded> UploadAsync(
        IReadOnlyList<RemoteUpload> uploads, ILocalFolder folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ended = Channel.CreateUnbounded<RemoteUploaded>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = SendAsync(uploads, folder, ended.Writer, stop.Token);
        try
        {
            await foreach (var one in ended.Reader.ReadAllAsync(cancellationToken))
            {
                yield return one;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await sending;
        }
    }

    /// <summary>Never throws: what goes wrong ends the channel.</summary>
    private async Task SendAsync(
        IReadOnlyList<RemoteUpload> uploads, ILocalFolder folder, ChannelWriter<RemoteUploaded> ended, CancellationToken cancellationToken)
    {
        Exception? fault = null;
        try
        {
            await Parallel.ForEachAsync(
                Groups(uploads),
                new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = cancellationToken },
                async (group, token) =>
                {
                    if (group[0].Local.SizeBytes > options.SmallFileBytes)
                    {
                        var (outcome, sha256) = await SendLargeAsync(group[0], folder, token);
                        await ended.WriteAsync(new RemoteUploaded(group[0], outcome, sha256), token);
                    }
                    else
                    {
                        await SendSmallAsync(group, folder, ended, token);
                    }
                });
        }
        catch (Exception exception) when (
            exception is OperationCanceledException or IOException or RemoteUnavailableException or RemoteDeniedException)
        {
            fault = exception;
        }
        finally
        {
            ended.Complete(fault);
        }
    }

    /// <summary>One large file, or as many small ones as a request may hold.</summary>
    private IEnumerable<List<RemoteUpload>> Groups(IReadOnlyList<RemoteUpload> uploads)
    {
        var (group, bytes) = (new List<RemoteUpload>(), 0L);
        foreach (var upload in uploads)
        {
            var size = upload.Local.SizeBytes;
            if (size > options.SmallFileBytes)
            {
                yield return [upload];
                continue;
            }

            if (group.Count == options.BatchFiles || bytes + size > options.BatchBytes)
            {
                yield return group;
                (group, bytes) = ([], 0);
            }

            group.Add(upload);
            bytes += size;
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }

    private async Task<(RemoteOutcome Outcome, ChunkId? Sha256)> SendLargeAsync(
        RemoteUpload upload, ILocalFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await folder.OpenAsync(upload.Path, upload.Local, cancellationToken);
            if (content is null)
            {
                return (await NotOpenedAsync(upload, folder, cancellationToken), null);
            }

            var stored = await _uploader.UploadAsync(VersionOf(upload), new FolderContent(content), cancellationToken);
            return (new RemoteOutcome.Done(RemoteEntries.Of(stored.Item)), stored.Sha256);
        }
        catch (ContentChangedException)
        {
            return (new RemoteOutcome.LocalChanged(), null);
        }
        catch (FileStorageException exception)
        {
            return (Refusals.OutcomeOf(exception), null);
        }
    }

    private async Task SendSmallAsync(
        List<RemoteUpload> group, ILocalFolder folder, ChannelWriter<RemoteUploaded> ended, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)group.Sum(upload => upload.Local.SizeBytes + 1));
        try
        {
            var (read, versions, filled) = (new List<RemoteUpload>(group.Count), new List<SmallVersion>(group.Count), 0);
            foreach (var upload in group)
            {
                var size = (int)upload.Local.SizeBytes;
                var failed = await ReadAsync(upload, folder, buffer.AsMemory(filled, size + 1), cancellationToken);
                if (failed is not null)
                {
                    await ended.WriteAsync(new RemoteUploaded(upload, failed, null), cancellationToken);
                    continue;
                }

                read.Add(upload);
                versions.Add(new SmallVersion(VersionOf(upload), buffer.AsMemory(filled, size), ChunkId.Of(buffer.AsSpan(filled, size))));
                filled += size;
            }

            if (versions.Count > 0)
            {
                await SendSmallAsync(read, versions, ended, cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task SendSmallAsync(
        List<RemoteUpload> read, List<SmallVersion> versions, ChannelWriter<RemoteUploaded> ended, CancellationToken cancellationToken)
    {
        var answered = new bool[read.Count];
        try
        {
            await foreach (var line in _uploader.UploadSmallAsync(versions, cancellationToken))
            {
                var outcome = line.Item is { } item
                    ? new RemoteOutcome.Done(RemoteEntries.Of(item))
                    : Refusals.OutcomeOf(FileStorageException.Refused((HttpStatusCode)line.Status, line.Problem));
                answered[line.Index] = true;
                await ended.WriteAsync(new RemoteUploaded(read[line.Index], outcome, versions[line.Index].Sha256), cancellationToken);
            }
        }
        catch (FileStorageException exception)
        {
            var outcome = Refusals.OutcomeOf(exception);
            for (var index = 0; index < answered.Length; index++)
            {
                if (!answered[index])
                {
                    answered[index] = true;
                    await ended.WriteAsync(new RemoteUploaded(read[index], outcome, null), cancellationToken);
                }
            }
        }

        if (answered.Contains(false))
        {
            throw new RemoteUnavailableException("The server's answer was cut off.", retryAfter: null);
        }
    }

    /// <summary>Reads a whole file of a single moment; null, or why that was not possible. The buffer has room for one byte more.</summary>
    private static async Task<RemoteOutcome?> ReadAsync(
        RemoteUpload upload, ILocalFolder folder, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await folder.OpenAsync(upload.Path, upload.Local, cancellationToken);
            return content is null ? await NotOpenedAsync(upload, folder, cancellationToken)
                : await content.ReadAsync(0, buffer, cancellationToken) == buffer.Length - 1 && await content.IsUnchangedAsync(cancellationToken)
                    ? null
                    : new RemoteOutcome.LocalChanged();
        }
        catch (IOException exception) when (exception is not LocalRootLostException)
        {
            return new RemoteOutcome.Refused($"It cannot be read: {exception.Message}");
        }
    }

    // A file that is as expected and still cannot be opened may not be read, and that will not change by looking again.
    private static async Task<RemoteOutcome> NotOpenedAsync(RemoteUpload upload, ILocalFolder folder, CancellationToken cancellationToken) =>
        await folder.FindAsync(upload.Path, cancellationToken) == upload.Local
            ? new RemoteOutcome.Refused("It may not be read: look at its permissions.")
            : new RemoteOutcome.LocalChanged();

    private static NewVersion VersionOf(RemoteUpload upload) => new()
    {
        OperationId = upload.OperationId,
        FileId = upload.FileId,
        ParentId = upload.ParentId,
        Name = upload.Name,
        ExpectedEtag = upload.ExpectedEtag,
        ModifiedAt = new DateTimeOffset(upload.Local.ModifiedTicks, TimeSpan.Zero),
        Executable = upload.Local.Executable,
    };
}
