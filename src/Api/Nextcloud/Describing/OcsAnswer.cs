using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Nextcloud.Describing;

/// <summary>Answers of the Open Collaboration Services, in JSON.</summary>
internal static class OcsAnswer
{
    /// <summary>Answers with what <paramref name="write"/> writes as "data".</summary>
    public static Task OkAsync(HttpContext context, Action<Utf8JsonWriter> write) => WriteAsync(context, IsSecond(context) ? 200 : 100, "OK", write);

    /// <summary>Answers with a refusal; version 1 of the services has its status in the body only.</summary>
    public static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = IsSecond(context) || status == 401 ? status : 200;
        return WriteAsync(context, status, message, json => json.WriteStartArray("data"), isList: true);
    }

    private static bool IsSecond(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/ocs/v2.php", StringComparison.OrdinalIgnoreCase);

    private static async Task WriteAsync(HttpContext context, int status, string message, Action<Utf8JsonWriter> write, bool isList = false)
    {
        var body = new ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartObject("ocs");
            json.WriteStartObject("meta");
            json.WriteString("status", status is 100 or 200 ? "ok" : "failure");
            json.WriteNumber("statuscode", status);
            json.WriteString("message", message);
            json.WriteEndObject();
            if (isList)
            {
                write(json);
                json.WriteEndArray();
            }
            else
            {
                json.WriteStartObject("data");
                write(json);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        await JsonText.SendAsync(context, body.WrittenMemory);
    }
}
