using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Nextcloud.Describing;

/// <summary>JSON answers whose form is another maker's.</summary>
internal static class JsonText
{
    /// <summary>Answers an object with the members that <paramref name="write"/> writes.</summary>
    public static async Task ObjectAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        await SendAsync(context, body.WrittenMemory);
    }

    public static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
