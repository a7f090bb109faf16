using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Reading;

/// <summary>
/// The headers of bytes that users made, the same at every door: they must never run in the name of this server. A download, unless the request asks
/// to look (<c>?inline=1</c>) at a type that cannot run anything; never sniffed, never scripted, never framed, never loaded by another site.
/// </summary>
internal static class UserContent
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private static readonly SearchValues<char> PlainInParameter = SearchValues.Create(Unreserved);

    public static void WriteHeaders(HttpContext context, string fileName)
    {
        var headers = context.Response.Headers;
        var isInline = ContentTypes.IsInert(fileName) && string.Equals(context.Request.Query["inline"], "1", StringComparison.Ordinal);
        headers.ContentType = ContentTypes.Of(fileName);
        headers.ContentDisposition = (isInline ? "inline" : "attachment") + "; filename*=UTF-8''" + Escape(fileName);
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'; frame-ancestors 'none'";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "private, no-cache";
    }

    // RFC 8187: everything but unreserved characters as the escaped bytes of UTF-8, so that no name can end the header or begin another one.
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
