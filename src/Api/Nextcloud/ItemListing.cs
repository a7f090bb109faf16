using FileStorage.Api.Callers;
using FileStorage.Api.WebDav.Properties;
using FileStorage.Api.WebDav.Xml;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Nextcloud;

/// <summary>Answers a PROPFIND about what is no item of the tree: parts, versions, the trash.</summary>
internal static class ItemListing
{
    public static async Task WriteAsync(HttpContext context, PropertyQuestion question, IReadOnlyList<ItemFacts> items, Checksums checksums)
    {
        var values = new PropertyValues(DoorUser.Of(context), summary: null, checksums);
        var writer = new MultistatusWriter(context);
        foreach (var item in items)
        {
            writer.BeginResponse(item.Href);
            PropertyWriter.Write(writer, values, question, item);
            await writer.EndResponseAsync();
        }

        await writer.EndAsync();
    }
}
