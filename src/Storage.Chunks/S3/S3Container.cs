using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using FileStorage.Core.Chunks;
using FileStorage.Storage.Chunks.Objects;

namespace FileStorage.Storage.Chunks.S3;

/// <summary>A bucket of Amazon S3, or of something that speaks its protocol.</summary>
internal sealed class S3Container : IObjectContainer
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    private readonly AmazonS3Client _client;
    private readonly string _bucket;
    private readonly string _where;
    private readonly TimeSpan _bodyTimeout;
    private readonly int _retries;

    /// <exception cref="InvalidDataException">The settings name no bucket.</exception>
    public S3Container(S3Options options, ObjectChunkStoreOptions common)
    {
        _bucket = options.Bucket is { Length: > 0 } bucket
            ? bucket
            : throw new InvalidDataException("Chunks:Store is s3, so set Chunks:S3:Bucket.");
        _bodyTimeout = TimeSpan.FromSeconds(common.RequestTimeoutSeconds);
        _retries = common.Retries;
        var config = new AmazonS3Config
        {
            MaxErrorRetry = common.Retries,
            RetryMode = RequestRetryMode.Standard,
            Timeout = TimeSpan.FromSeconds(common.RequestTimeoutSeconds),
            MaxConnectionsPerServer = (2 * common.Requests) + 8,

            // Each put carries its own checksums, in the two forms that every server of this protocol compares.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Endpoint is { Length: > 0 } endpoint)
        {
            config.ServiceURL = endpoint;
            config.ForcePathStyle = true;
            config.AuthenticationRegion = options.Region is { Length: > 0 } region ? region : "us-east-1";
        }
        else if (options.Region is { Length: > 0 } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        _where = options.Endpoint is { Length: > 0 } ? new Uri(options.Endpoint).Authority : $"Amazon S3 {options.Region}".TrimEnd();
        try
        {
            _client = options.AccessKey is { Length: > 0 } key
                ? new AmazonS3Client(new BasicAWSCredentials(key, options.SecretKey), config)
                : new AmazonS3Client(config);
        }
        catch (AmazonClientException exception)
        {
            throw new InvalidDataException("Chunks:S3 does not say enough: " + exception.Message, exception);
        }
    }

    public ChunkStoreKind Kind => ChunkStoreKind.S3;

    public string Place => $"the bucket {_bucket} of {_where}";

    public Task PrepareAsync(CancellationToken cancellationToken) => CallAsync(async () =>
    {
        try
        {
            await _client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _bucket, MaxKeys = 1 }, cancellationToken);
        }
        catch (AmazonS3Exception missing) when (missing.ErrorCode == "NoSuchBucket")
        {
            await _client.PutBucketAsync(_bucket, cancellationToken);
        }

        return true;
    }, cancellationToken);

    public Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => CallAsync(async () =>
    {
        using var stream = ReadableStream.Of(content);

        // One request with one signature over all of it: x-amz-content-sha256, which the server compares, and Content-MD5.
        var request = new PutObjectRequest
        {
            BucketName = _bucket,
            Key = name,
            InputStream = stream,
            AutoCloseStream = false,
            UseChunkEncoding = false,
            MD5Digest = Md5(content.Span),
        };
        await _client.PutObjectAsync(request, cancellationToken);
        return true;
    }, cancellationToken);

    public Task<long> ReadAsync(string name, Memory<byte> destination, CancellationToken cancellationToken) => ReadBodyAsync(
        name,
        missing: -1L,
        async (answer, token) => answer.ContentLength > destination.Length
            ? answer.ContentLength
            : await answer.ResponseStream.ReadAtLeastAsync(destination, destination.Length, throwOnEndOfStream: false, token),
        cancellationToken);

    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        CallAsync(() => _client.DeleteObjectAsync(_bucket, name, cancellationToken), cancellationToken);

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = prefix };
        ListObjectsV2Response page;
        do
        {
            page = await CallAsync(() => _client.ListObjectsV2Async(request, cancellationToken), cancellationToken);
            foreach (var found in page.S3Objects ?? [])
            {
                yield return new StoredObject(found.Key, found.Size ?? 0, found.LastModified ?? DateTime.MaxValue);
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated ?? false);
    }

    public Task<TaggedText?> ReadTextAsync(string name, CancellationToken cancellationToken) => ReadBodyAsync<TaggedText?>(
        name,
        missing: null,
        async (answer, token) =>
        {
            using var reader = new StreamReader(answer.ResponseStream);
            return new TaggedText(await reader.ReadToEndAsync(token), answer.ETag);
        },
        cancellationToken);

    public Task<bool> TryWriteTextAsync(string name, string text, string? tag, CancellationToken cancellationToken) => CallAsync(async () =>
    {
        var request = new PutObjectRequest { BucketName = _bucket, Key = name, ContentBody = text, ContentType = "application/json", UseChunkEncoding = false };
        if (tag is null)
        {
            request.IfNoneMatch = "*";
        }
        else
        {
            request.IfMatch = tag;
        }

        try
        {
            await _client.PutObjectAsync(request, cancellationToken);
            return true;
        }
        catch (AmazonS3Exception lost) when (lost.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict)
        {
            return false;
        }
    }, cancellationToken);

    public void Dispose() => _client.Dispose();

    // A checksum against faults on the way, as the protocol has it, and no protection: that is the seal's.
#pragma warning disable CA5351 // The protocol asks for MD5.
    private static string Md5(ReadOnlySpan<byte> content) => Convert.ToBase64String(MD5.HashData(content));
#pragma warning restore CA5351

    // The limits and the repetitions of the SDK end with the headers of an answer. A body that stops is given up in time too, and asked for again, and so is
    // one that is not what its headers say (AmazonClientException).
    private Task<T> ReadBodyAsync<T>(
        string name, T missing, Func<GetObjectResponse, CancellationToken, Task<T>> read, CancellationToken cancellationToken) => CallAsync(async () =>
    {
        for (var attempt = 0; ; attempt++)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            try
            {
                using var answer = await _client.GetObjectAsync(_bucket, name, cancellationToken);
                limit.CancelAfter(_bodyTimeout);
                return await read(answer, limit.Token);
            }
            catch (AmazonS3Exception absent) when (absent.ErrorCode == "NoSuchKey")
            {
                return missing;
            }
            catch (Exception exception) when (
                attempt < _retries && !cancellationToken.IsCancellationRequested
                && (exception is IOException or AmazonClientException || (exception is OperationCanceledException && limit.IsCancellationRequested)))
            {
                await Task.Delay(FirstPause * Math.Pow(2, attempt), cancellationToken);
            }
        }
    }, cancellationToken);

    private async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (AmazonServiceException exception)
        {
            throw new ObjectStoreException($"{Place} answered {(int)exception.StatusCode} {exception.ErrorCode}.", exception);
        }
        catch (Exception exception) when (
            exception is AmazonClientException or HttpRequestException or IOException or OperationCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            throw new ObjectStoreException($"{Place} does not answer: {exception.Message}", exception);
        }
    }
}
