using System.Globalization;
using System.Runtime.CompilerServices;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Client;
using FileStorage.Client.Downloads;
using FileStorage.Client.Items;
using FileStorage.Client.Uploads;
using FileStorage.Client.Versions;
using FileStorage.Core.Chunks;
using FileStorage.Sync.Local;

namespace FileStorage.Sync.Remote.Http;

/// <summary>The user's drive over HTTP.</summary>
public sealed class HttpDrive : IRemoteDrive, IDisposable
{
    private readonly FileStorageClient _client;
    private readonly VersionDownloader _downloader;
    private readonly DriveUploads _uploads;

    /// <param name="client">Signed in; gives up soon, for the engine waits and tries again by itself.</param>
    public HttpDrive(FileStorageClient client)
    {
        _client = client;
        _downloader = new VersionDownloader(client, new DownloadOptions { PartBytes = 4 * 1024 * 1024 });
        _uploads = new DriveUploads(client, new UploadOptions());
    }

    public void Dispose()
    {
        _downloader.Dispose();
        _uploads.Dispose();
    }

    public async Task<RemotePage> ReadChangesAsync(string? cursor, TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            return RemoteEntries.PageOf(await _client.ReadChangesAsync(cursor, wait, cancellationToken: cancellationToken));
        }
        catch (FileStorageException exception)
        {
            Refusals.ThrowIfGeneral(exception);
            throw exception.Is(ProblemTypes.Resync) || exception.Is(ProblemTypes.WentBack)
                ? new ResyncException(exception.Message, exception.Is(ProblemTypes.WentBack))
                : new RemoteUnavailableException(exception.Message, exception.RetryAfter, exception);
        }
    }

    public async IAsyncEnumerable<bool> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var rings = _client.ListenAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await rings.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (FileStorageException exception)
            {
                throw new RemoteDeniedException(exception.Message, exception);
            }

            yield return true;
        }
    }

    public Task<RemoteOutcome> MakeFolderAsync(Guid operationId, Guid parentId, string name, CancellationToken cancellationToken) =>
        DoAsync(async () => RemoteEntries.Of(await _client.MakeFolderAsync(parentId, name, operationId, cancellationToken)));

    public async Task<RemoteOutcome> MoveAsync(Guid operationId, Guid id, Guid parentId, string name, CancellationToken cancellationToken)
    {
        var outcome = await DoAsync(async () => RemoteEntries.Of(await _client.MoveAsync(
            ItemAddress.OfId(id), new PlaceRequest { ParentId = parentId, Name = name }, ifMatch: null, operationId, cancellationToken)));

        // From one owner to another goes a copy with ids of its own; the news tells of all of it.
        return outcome is RemoteOutcome.Done { Entry: var entry } && entry.Id != id
            ? new RemoteOutcome.Stale("It has another owner now.")
            : outcome;
    }

    public async Task<RemoteEntry?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.FindItemAsync(ItemAddress.OfId(id), cancellationToken) is { } item ? RemoteEntries.Of(item) : null;
        }
        catch (FileStorageException exception)
        {
            Refusals.ThrowIfGeneral(exception);
            throw new RemoteUnavailableException(exception.Message, exception.RetryAfter, exception);
        }
    }

    public async Task<RemoteOutcome> TrashAsync(Guid operationId, Guid id, string? expectedEtag, CancellationToken cancellationToken)
    {
        try
        {
            await _client.DeleteAsync(ItemAddress.OfId(id), expectedEtag, operationId, cancellationToken);
        }
        catch (FileStorageException exception)
        {
            return Refusals.OutcomeOf(exception);
        }

        // The answer to a deletion is empty.
        return await FindAsync(id, cancellationToken) is { } entry
            ? new RemoteOutcome.Done(entry)
            : new RemoteOutcome.Stale("It was deleted for good meanwhile.");
    }

    public IAsyncEnumerable<RemoteUploaded> UploadAsync(
        IReadOnlyList<RemoteUpload> uploads, ILocalFolder folder, CancellationToken cancellationToken) =>
        _uploads.UploadAsync(uploads, folder, cancellationToken);

    public async Task<ChunkId?> DownloadAsync(
        RemoteEntry file, IStagedFile target, ILocalContent? basis, CancellationToken cancellationToken)
    {
        try
        {
            return await _downloader.DownloadAsync(
                new WantedVersion { FileId = file.Id, Number = file.VersionNumber, SizeBytes = file.SizeBytes, Sha256 = file.Sha256 },
                new StagedContent(target),
                basis is null ? null : new FolderContent(basis),
                cancellationToken);
        }
        catch (FileStorageException exception)
        {
            Refusals.ThrowIfGeneral(exception);
            throw new IOException(exception.Message, exception);
        }
    }

    public async Task<byte[]?> ReadVersionAsync(Guid fileId, Guid versionId, int maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            var etag = versionId.ToString("N", CultureInfo.InvariantCulture);
            await foreach (var version in _client.ListVersionsAsync(ItemAddress.OfId(fileId), cancellationToken))
            {
                if (version.Etag != etag)
                {
                    continue;
                }

                if (version.Size > maxBytes)
                {
                    return null;
                }

                var content = new MemoryContent((int)version.Size);
                var wanted = new WantedVersion { FileId = fileId, Number = version.Number, SizeBytes = version.Size, Sha256 = version.Sha256 };
                return await _downloader.DownloadAsync(wanted, content, basis: null, cancellationToken) is null ? null : content.Bytes;
            }

            return null;
        }
        catch (FileStorageException exception)
        {
            Refusals.ThrowIfGeneral(exception);
            return exception.Is(ProblemTypes.NotFound) ? null : throw new IOException(exception.Message, exception);
        }
    }

    private static async Task<RemoteOutcome> DoAsync(Func<Task<RemoteEntry>> command)
    {
        try
        {
            return new RemoteOutcome.Done(await command());
        }
        catch (FileStorageException exception)
        {
            return Refusals.OutcomeOf(exception);
        }
    }
}
