using System.Buffers;
using System.Globalization;
using System.Text;
using FileStorage.Api.Problems;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Reading;

/// <summary>Answers GET and HEAD of a content: conditions, range, headers, bytes (RFC 9110).</summary>
internal sealed class ContentAnswer(ContentReader reader, ManifestReader manifests)
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private static readonly SearchValues<char> PlainInParameter = SearchValues.Create(Unreserved);

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

        WriteHeaders(response.Headers, content);
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

    // Other people's bytes must never run in the name of this server: always a download, never sniffed, never scripted.
    private static void WriteHeaders(IHeaderDictionary headers, ReadableContent content)
    {
        headers.AcceptRanges = "bytes";
        headers.ContentType = ContentTypes.Of(content.FileName);
        headers.ContentDisposition = "attachment; filename*=UTF-8''" + Escape(content.FileName);
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "private, no-cache";
        if (content.Version.Manifest.Sha256 is { } sha256)
        {
            headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(sha256.ToByteArray())}:";
        }
    }

    // RFC 8187: everything but unreserved characters as the escaped bytes of UTF-8.
    private static string Escape(string name)
    {
        if (!name.AsSpan().ContainsAnyExcept(PlainInParameter))
        {
            return name;
        }

        var escaped = new StringBuilder(name.Length * 3);
        foreach (var value in Encoding.UTF8.GetBytes(name))
        {
            if (Unreserved.Contains((char)value, StringComparison.Ordinal))
            {
                escaped.Append((char)value);
            }
            else
            {
                escaped.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
            }
        }

        return escaped.ToString();
    }
}
