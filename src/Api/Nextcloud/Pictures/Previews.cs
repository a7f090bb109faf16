using System.Globalization;
using FileStorage.Api.Callers;
using FileStorage.Api.Problems;
using FileStorage.Api.Reading;
using FileStorage.Api.Trees;
using FileStorage.Api.WebDav.Properties;
using FileStorage.Core.Names;
using FileStorage.Grains.Interfaces.Files;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Nextcloud.Pictures;

/// <summary>Previews where these clients ask for them: a small picture is sent as it is, whatever size was asked for; nothing else has one.</summary>
internal sealed class Previews(IGrainFactory grains, FileNumberIndex numbers, ContentAnswer answer)
{
    /// <summary>?fileId=NUMBER.</summary>
    public async Task GetByNumberAsync(HttpContext context)
    {
        var item = long.TryParse(context.Request.Query["fileId"], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? await numbers.FindAsync(Caller.Of(context), number, context.RequestAborted)
            : null;
        await SendAsync(context, item);
    }

    /// <summary>?file=PATH.</summary>
    public Task GetByPathAsync(HttpContext context) => SendPathAsync(context, context.Request.Query["file"].ToString());

    /// <summary>/WIDTH/HEIGHT/PATH.</summary>
    public Task GetByAddressAsync(HttpContext context) => SendPathAsync(context, context.Request.RouteValues["path"] as string ?? "");

    private async Task SendPathAsync(HttpContext context, string path) => await SendAsync(
        context,
        EntryPath.TryParse("/" + path.TrimStart('/'), out var parsed, out _)
            ? (await Caller.Of(context).Tree.ResolveAsync(parsed.Names, context.RequestAborted)).Item
            : null);

    private async Task SendAsync(HttpContext context, TreeItem? item)
    {
        if (item is null || !SmallPictures.IsOne(item.Entry)
            || await grains.GetGrain<IFileGrain>(item.EntryId).FindAsync(item.Entry.VersionNumber, item.DriveId, context.RequestAborted) is not { } version)
        {
            throw Problem.NotFound("There is no preview.");
        }

        await answer.SendAsync(context, new ReadableContent(item.Entry.Name, version));
    }
}
