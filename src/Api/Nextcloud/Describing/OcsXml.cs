using System.IO.Pipelines;
using System.Text.Json;
using FileStorage.Api.WebDav.Xml;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Nextcloud.Describing;

/// <summary>
/// The XML form of an answer, which follows from the JSON form: a member is an element, what a list holds are elements called "element", true is 1,
/// and false and null are empty.
/// </summary>
internal static class OcsXml
{
    public static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        context.Response.ContentType = MultistatusWriter.ContentType;
        var writer = context.Response.BodyWriter;
        writer.Raw("<?xml version=\"1.0\"?>\n"u8);
        WriteContent(writer, document.RootElement);
        await writer.FlushAsync(context.RequestAborted);
    }

    private static void WriteElement(PipeWriter writer, string name, JsonElement value)
    {
        writer.Raw("<"u8);
        writer.Raw(name);
        writer.Raw(">"u8);
        WriteContent(writer, value);
        writer.Raw("</"u8);
        writer.Raw(name);
        writer.Raw(">"u8);
    }

    private static void WriteContent(PipeWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    WriteElement(writer, member.Name, member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray())
                {
                    WriteElement(writer, "element", element);
                }

                break;
            case JsonValueKind.String:
                writer.Text(value.GetString());
                break;
            case JsonValueKind.Number:
                writer.Raw(value.GetRawText());
                break;
            case JsonValueKind.True:
                writer.Raw("1"u8);
                break;
            case JsonValueKind.False or JsonValueKind.Null:
                break;
            default:
                throw new InvalidOperationException($"No JSON value is of the kind {value.ValueKind}.");
        }
    }
}
