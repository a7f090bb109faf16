using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using FileStorage.Api.Contracts.Content;
using FileStorage.Client.Content;
using FileStorage.Client.Transfers;

namespace FileStorage.Client.Uploads;

/// <summary>Sends small files, many in one request, and again those that a broken connection left without an answer.</summary>
internal sealed class BatchSender(FileStorageClient client, UploadOptions options, ITransferObserver observer)
{
    private const int MaxLooks = 3;
    private const int HeaderRoomBytes = 512;

    private readonly ConcurrentBag<BatchBody> _bodies = [];

    /// <summary>Sends them all. Answers those that grew too large for a batch since they were found.</summary>
    public async Task<IReadOnlyList<LocalFile>> SendAsync(IReadOnlyList<LocalFile> files, CancellationToken cancellationToken)
    {
        if (!_bodies.TryTake(out var body))
        {
            body = new BatchBody(options.BatchBytes + (options.BatchFiles * HeaderRoomBytes));
        }

        try
        {
            var grown = new List<LocalFile>();
            body.Clear();
            foreach (var file in files)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Add(body, file, grown);
            }

            await SendAsync(body, cancellationToken);
            return grown;
        }
        finally
        {
            _bodies.Add(body);
        }
    }

    private void Add(BatchBody body, LocalFile file, List<LocalFile> grown)
    {
        try
        {
            for (var look = 1; ; look++)
            {
                try
                {
                    body.Add(file);
                    break;
                }
                catch (FileChangedException) when (look < MaxLooks)
                {
                    file = file.LookAgain();
                    if (file.Size > options.SmallFileBytes)
                    {
                        grown.Add(file);
                        return;
                    }
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            observer.Failed(file.FullPath, exception);
        }
    }

    private async Task SendAsync(BatchBody body, CancellationToken cancellationToken)
    {
        var pending = new List<int>(body.Count);
        for (var index = 0; index < body.Count; index++)
        {
            var file = body.FileAt(index);
            if (file.Known is { Sha256: { } hash } known && hash == body.HashAt(index) && known.Executable == file.Executable)
            {
                Complete(body, index, unchanged: true);
            }
            else
            {
                pending.Add(index);
            }
        }

        long? firstFailure = null;
        for (var failures = 0; pending.Count > 0;)
        {
            var left = await SendOnceAsync(body, pending, cancellationToken);
            (failures, firstFailure) = left.Pending.Count < pending.Count
                ? (1, client.Sender.Clock.GetTimestamp())
                : (failures + 1, firstFailure ?? client.Sender.Clock.GetTimestamp());
            pending = left.Pending;
            if (pending.Count == 0)
            {
                return;
            }

            var elapsed = client.Sender.Clock.GetElapsedTime(firstFailure.Value);
            if (client.Sender.Policy.NextDelay(failures, elapsed, retryAfter: null, client.Sender.NextRandom()) is not { } delay)
            {
                if (left.Cause is not FileStorageException { Status: not null })
                {
                    throw FileStorageException.Unreachable(client.Server, left.Cause);
                }

                pending.ForEach(index => observer.Failed(body.FileAt(index).FullPath, left.Cause));
                return;
            }

            await Task.Delay(delay, client.Sender.Clock, cancellationToken);
        }
    }

    /// <summary>One attempt. Answers what is left to send, and why.</summary>
    private async Task<(List<int> Pending, Exception Cause)> SendOnceAsync(
        BatchBody body, List<int> pending, CancellationToken cancellationToken)
    {
        var answered = new bool[pending.Count];
        Exception cause = new HttpIOException(HttpRequestError.ResponseEnded, "The answer ended early.");
        try
        {
            await foreach (var line in client.SendBatchAsync(() => body.Content(pending), parents: true, cancellationToken))
            {
                if (line.Index < 0 || line.Index >= answered.Length || answered[line.Index])
                {
                    throw new FileStorageException("The server answered for a file that was not sent.");
                }

                var index = pending[line.Index];
                if (line.Item is not null)
                {
                    Complete(body, index, unchanged: false);
                }
                else if (Refusal(line) is { } refusal)
                {
                    observer.Failed(body.FileAt(index).FullPath, refusal);
                }
                else
                {
                    cause = FileStorageException.Refused((HttpStatusCode)line.Status, line.Problem);
                    continue;
                }

                answered[line.Index] = true;
            }
        }
        catch (FileStorageException exception) when (exception.Status is { } status && status != HttpStatusCode.Unauthorized)
        {
            // The request as a whole was refused, and repeating did not help.
            pending.Where((_, place) => !answered[place]).ToList().ForEach(index => observer.Failed(body.FileAt(index).FullPath, exception));
            return ([], exception);
        }
        catch (Exception exception) when (
            exception is IOException or HttpRequestException or TimeoutException or JsonException or InvalidDataException)
        {
            cause = exception;
        }

        return (pending.Where((_, place) => !answered[place]).ToList(), cause);
    }

    /// <summary>Why the file was refused for good, or null where it may be sent again.</summary>
    private static FileStorageException? Refusal(BatchFileBody line) =>
        Connections.Faults.Of((HttpStatusCode)line.Status) is null
            ? FileStorageException.Refused((HttpStatusCode)line.Status, line.Problem)
            : null;

    private void Complete(BatchBody body, int index, bool unchanged)
    {
        var file = body.FileAt(index);
        observer.Progressed(file.Size);
        observer.Completed(new TransferredFile
        {
            LocalPath = file.FullPath,
            RemotePath = file.RemotePath,
            Size = file.Size,
            Sha256 = body.HashAt(index),
            Unchanged = unchanged,
        });
    }
}
