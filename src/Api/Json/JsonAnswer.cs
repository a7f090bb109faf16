using System.Buffers;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Json;

/// <summary>Answers a small JSON body with its length, without garbage: for the paths that are called thousands of times a second.</summary>
internal static class JsonAnswer
{
    /// <summary>Writes status, headers and body.</summary>
    public static Task WriteAsync<T>(HttpContext context, int status, T body, JsonTypeInfo<T> type)
    {
        var bytes = PooledJson.Serialize(body, type);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        return SendAsync(context, bytes);
    }

    private static async Task SendAsync(HttpContext context, PooledJson bytes)
    {
        try
        {
            context.Response.BodyWriter.Write(bytes.Span);
            await context.Response.BodyWriter.FlushAsync(CancellationToken.None);
        }
        finally
        {
            bytes.Dispose();
        }
    }
}
