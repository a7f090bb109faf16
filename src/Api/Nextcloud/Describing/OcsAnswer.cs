using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Nextcloud.Describing;

/// <summary>Answers of the Open Collaboration Services: XML, or JSON where the client asks for it.</summary>
internal static class OcsAnswer
{
    /// <summary>Answers with the members that <paramref name="write"/> writes into "data".</summary>
    public static Task OkAsync(HttpContext context, Action<Utf8JsonWriter> write) => WriteAsync(context, OkOf(context), "OK", json =>
    {
        json.WriteStartObject("data");
        write(json);
        json.WriteEndObject();
    });

    /// <summary>Answers with the elements that <paramref name="write"/> writes into the list "data".</summary>
    public static Task OkListAsync(HttpContext context, Action<Utf8JsonWriter> write) => WriteAsync(context, OkOf(context), "OK", json =>
    {
        json.WriteStartArray("data");
        write(json);
        json.WriteEndArray();
    });

    /// <summary>Answers with a refusal; version 1 of the services has its status in the body only.</summary>
    public static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = IsSecond(context) || status == 401 ? status : 200;
        return WriteAsync(context, status, message, json =>
        {
            json.WriteStartArray("data");
            json.WriteEndArray();
        });
    }

    private static int OkOf(HttpContext context) => IsSecond(context) ? 200 : 100;

    private static bool IsSecond(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/ocs/v2.php", StringComparison.OrdinalIgnoreCase);

    private static bool WantsJson(HttpRequest request) => request.Query["format"].ToString() switch
    {
        "json" => true,
        "" => request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static async Task WriteAsync(HttpContext context, int status, string message, Action<Utf8JsonWriter> write)
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
            write(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        await (WantsJson(context.Request) ? JsonText.SendAsync(context, body.WrittenMemory) : OcsXml.SendAsync(context, body.WrittenMemory));
    }
}
