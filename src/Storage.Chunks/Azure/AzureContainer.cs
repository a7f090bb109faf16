using System.Runtime.CompilerServices;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using FileStorage.Core.Chunks;
using FileStorage.Storage.Chunks.Objects;

namespace FileStorage.Storage.Chunks.Azure;

/// <summary>A container of Azure Blob Storage, or of something that speaks its protocol.</summary>
internal sealed class AzureContainer : IObjectContainer
{
    private const string Missing = "BlobNotFound";

    private readonly HttpClient _http;
    private readonly BlobContainerClient _container;

    /// <exception cref="InvalidDataException">The settings name no container.</exception>
    public AzureContainer(AzureOptions options, ObjectChunkStoreOptions common)
    {
        var timeout = TimeSpan.FromSeconds(common.RequestTimeoutSeconds);
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            MaxConnectionsPerServer = (2 * common.Requests) + 8,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        var client = new BlobClientOptions { Transport = new HttpClientTransport(_http) };
        client.Retry.Mode = RetryMode.Exponential;
        client.Retry.MaxRetries = common.Retries;
        client.Retry.Delay = TimeSpan.FromMilliseconds(200);
        client.Retry.MaxDelay = TimeSpan.FromSeconds(10);
        client.Retry.NetworkTimeout = timeout;
        client.Diagnostics.IsLoggingEnabled = false;
        client.Diagnostics.IsDistributedTracingEnabled = false;
        try
        {
            _container = (options.ConnectionString, options.ContainerUri) switch
            {
                ({ Length: > 0 } connection, null or "") => new BlobContainerClient(connection, options.Container, client),
                (null or "", { Length: > 0 } uri) => new BlobContainerClient(new Uri(uri), client),
                _ => throw new InvalidDataException("Chunks:Store is azure, so set either Chunks:Azure:ConnectionString or Chunks:Azure:ContainerUri."),
            };
        }
        catch (FormatException exception)
        {
            throw new InvalidDataException("Chunks:Azure does not say where the container is: " + exception.Message, exception);
        }
    }

    public ChunkStoreKind Kind => ChunkStoreKind.AzureBlob;

    public string Place => $"the Azure container {_container.Name} of {_container.AccountName}";

    public Task PrepareAsync(CancellationToken cancellationToken) => CallAsync(async () =>
    {
        try
        {
            // A signature for one container may look into it, and not make it.
            await using var pages = _container.GetBlobsAsync(prefix: "keys/", cancellationToken: cancellationToken)
                .AsPages(pageSizeHint: 1).GetAsyncEnumerator(cancellationToken);
            return await pages.MoveNextAsync();
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == "ContainerNotFound")
        {
            await _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            return true;
        }
    }, cancellationToken);

    public Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => CallAsync(async () =>
    {
        using var stream = ReadableStream.Of(content);
        await _container.GetBlockBlobClient(name).UploadAsync(
            stream,
            new BlobUploadOptions { TransferValidation = new UploadTransferValidationOptions { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 } },
            cancellationToken);
        return true;
    }, cancellationToken);

    public Task<long> ReadAsync(string name, Memory<byte> destination, CancellationToken cancellationToken) => CallAsync(async () =>
    {
        try
        {
            using var download = (await _container.GetBlobClient(name).DownloadStreamingAsync(cancellationToken: cancellationToken)).Value;
            var length = download.Details.ContentLength;
            return length > destination.Length
                ? length
                : await download.Content.ReadAtLeastAsync(destination, destination.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == Missing)
        {
            return -1;
        }
    }, cancellationToken);

    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        CallAsync(() => _container.DeleteBlobIfExistsAsync(name, DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken), cancellationToken);

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var pages = _container.GetBlobsAsync(prefix: prefix, cancellationToken: cancellationToken).AsPages().GetAsyncEnumerator(cancellationToken);
        while (await CallAsync(() => pages.MoveNextAsync().AsTask(), cancellationToken))
        {
            foreach (var blob in pages.Current.Values)
            {
                yield return new StoredObject(blob.Name, blob.Properties.ContentLength ?? 0, blob.Properties.LastModified ?? DateTimeOffset.MaxValue);
            }
        }
    }

    public Task<TaggedText?> ReadTextAsync(string name, CancellationToken cancellationToken) => CallAsync<TaggedText?>(async () =>
    {
        try
        {
            var found = (await _container.GetBlobClient(name).DownloadContentAsync(cancellationToken)).Value;
            return new TaggedText(found.Content.ToString(), found.Details.ETag.ToString());
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == Missing)
        {
            return null;
        }
    }, cancellationToken);

    public Task<bool> TryWriteTextAsync(string name, string text, string? tag, CancellationToken cancellationToken) => CallAsync(async () =>
    {
        try
        {
            var conditions = tag is null ? new BlobRequestConditions { IfNoneMatch = ETag.All } : new BlobRequestConditions { IfMatch = new ETag(tag) };
            await _container.GetBlobClient(name).UploadAsync(
                BinaryData.FromString(text), new BlobUploadOptions { Conditions = conditions }, cancellationToken);
            return true;
        }
        catch (RequestFailedException lost) when (lost.Status is 409 or 412)
        {
            return false;
        }
    }, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (RequestFailedException exception)
        {
            throw new ObjectStoreException($"{Place} answered {exception.Status} {exception.ErrorCode}.", exception);
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException or OperationCanceledException or AggregateException
            && !cancellationToken.IsCancellationRequested)
        {
            throw new ObjectStoreException($"{Place} does not answer: {exception.Message}", exception);
        }
    }
}
