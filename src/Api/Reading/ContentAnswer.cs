using System.Globalization;
using FileStorage.Api.Problems;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Reading;

/// <summary>Answers GET and HEAD of a content: conditions, range, headers, bytes (RFC 9110).</summary>
internal sealed class ContentAnswer(ContentReader reader, ManifestReader manifests)
{
    public async Task SendAsync(HttpContext context, ReadableContent content)
    {
        var request = context.Request;
        var response = context.Response;
        var version = content.Version;
        var etag = version.VersionId.ToString("N", CultureInfo.InvariantCulture);
        response.Headers.ETag = $"\"{etag}\"";
        response.Headers.LastModified = version.ModifiedAt.ToString("R", CultureInfo.InvariantCulture);
        switch (ReadConditions.Judge(request.Headers, etag, version.ModifiedAt))
        {
            case ReadCondition.NotModified:
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            case ReadCondition.Failed:
                throw Problem.PreconditionFailed(etag);
            case ReadCondition.Proceed:
                break;
            default:
                throw new InvalidOperationException("No such condition.");
        }

        var size = version.Manifest.SizeBytes;
        var range = SelectRange(context, etag, version.ModifiedAt, size);
        if (range.IsPartial)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {range.Offset}-{range.Offset + range.Length - 1}/{size}";
        }

        if (content.BeforeSending is { } ask && !HttpMethods.IsHead(request.Method))
        {
            await ask(range);
        }

        UserContent.WriteHeaders(context, content.FileName);
        response.Headers.AcceptRanges = "bytes";
        if (version.Manifest.Sha256 is { } sha256)
        {
            response.Headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(sha256.ToByteArray())}:";
        }

        response.ContentLength = range.Length;
        if (HttpMethods.IsHead(request.Method) || range.Length == 0)
        {
            return;
        }

        var manifest = await manifests.ReadAsync(version.VersionId, version.Manifest, context.RequestAborted);
        await reader.WriteAsync(manifest, range, response.BodyWriter, context.RequestAborted);
    }

    private static ByteRange SelectRange(HttpContext context, string etag, DateTimeOffset lastModified, long size)
    {
        var headers = context.Request.Headers;
        if (headers.Range.Count == 0
            || !HttpMethods.IsGet(context.Request.Method)
            || !ReadConditions.AllowsRange(headers, etag, lastModified))
        {
            return new ByteRange(0, size, IsPartial: false);
        }

        if (ByteRange.Select(headers.Range, size) is { } range)
        {
            return range;
        }

        context.Features.Set(new UnsatisfiedRange(size));
        throw Problem.RangeNotSatisfiable(size);
    }
}
