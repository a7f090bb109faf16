using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace FileStorage.Cli.Importing;

/// <summary>A bucket of S3, or what lies below a prefix of it. The credentials are those that the tools of S3 use.</summary>
internal sealed class S3Source : IImportSource
{
    private const int MaxRetries = 5;

    private readonly AmazonS3Client _client;
    private readonly string _bucket;
    private readonly string _prefix;

    /// <param name="bucket">The bucket.</param>
    /// <param name="prefix">Of the keys; empty: all.</param>
    /// <param name="endpoint">Of a server that is not Amazon's; null: Amazon's.</param>
    /// <param name="region">Null: what the surroundings say.</param>
    public S3Source(string bucket, string prefix, string? endpoint, string? region)
    {
        _bucket = bucket;
        _prefix = prefix.Length == 0 ? "" : prefix.TrimEnd('/') + "/";
        var config = new AmazonS3Config
        {
            MaxErrorRetry = MaxRetries,
            RetryMode = RequestRetryMode.Standard,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (endpoint is not null)
        {
            config.ServiceURL = endpoint;
            config.ForcePathStyle = true;
            config.AuthenticationRegion = region ?? "us-east-1";
        }
        else if (region is not null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        _client = new AmazonS3Client(config);
    }

    public async IAsyncEnumerable<SourceItem> ListAsync(ImportReport report, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = _prefix };
        while (true)
        {
            var page = await ListAsync(request, cancellationToken);
            foreach (var one in page.S3Objects ?? [])
            {
                yield return Of(one);
            }

            if (page.IsTruncated is not true)
            {
                yield break;
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
    }

    public async Task<Stream> OpenAsync(SourceItem file, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _client.GetObjectAsync(
                new GetObjectRequest { BucketName = _bucket, Key = file.Address, EtagToMatch = file.Etag }, cancellationToken);
            return answer.ResponseStream;
        }
        catch (AmazonS3Exception exception)
        {
            throw new IOException(
                exception.StatusCode is HttpStatusCode.PreconditionFailed
                    ? "It changed while it was being imported; run the import again."
                    : $"The source refuses it: {exception.Message}",
                exception);
        }
        catch (AmazonServiceException exception)
        {
            throw new IOException($"The source cannot be reached: {exception.Message}", exception);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<ListObjectsV2Response> ListAsync(ListObjectsV2Request request, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.ListObjectsV2Async(request, cancellationToken);
        }
        catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new CommandException($"The bucket {_bucket} cannot be listed: {exception.Message}");
        }
    }

    // A key that ends in a slash is how tools write an empty folder.
    private SourceItem Of(S3Object one)
    {
        var path = "/" + one.Key[_prefix.Length..];
        var etag = one.ETag?.Trim('"').ToLowerInvariant() ?? "";
        return new SourceItem
        {
            Path = path.EndsWith('/') ? path[..^1] : path,
            IsFolder = path.EndsWith('/') && one.Size is 0,
            Address = one.Key,
            SizeBytes = one.Size ?? -1,
            ModifiedAt = one.LastModified is { } time ? new DateTimeOffset(time.ToUniversalTime()) : null,
            Etag = one.ETag,

            // That of an object which came in one piece is its MD5; of others it has a dash.
            Checksum = etag.Length == 32 && etag.All(char.IsAsciiHexDigitLower) ? new SourceChecksum(HashAlgorithmName.MD5, etag) : null,
        };
    }
}
