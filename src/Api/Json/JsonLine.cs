using System.Buffers;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Json;

/// <summary>One line of an answer of lines.</summary>
internal static class JsonLine
{
    /// <summary>Puts the line into the answer's buffer; whoever writes flushes.</summary>
    public static void Write<T>(HttpContext context, T body, JsonTypeInfo<T> type)
    {
        using var json = PooledJson.Serialize(body, type);
        context.Response.BodyWriter.Write(json.Span);
        context.Response.BodyWriter.Write("\n"u8);
    }
}
