using FileStorage.Api.Callers;
using FileStorage.Api.Items;
using FileStorage.Api.Problems;
using FileStorage.Api.Reading;
using FileStorage.Api.Trees;
using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Files;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Content;

/// <summary>GET and HEAD of the newest version of a file.</summary>
internal sealed class ContentGet(IGrainFactory grains, ContentAnswer answer)
{
    /// <summary>By path.</summary>
    public async Task FromPathAsync(HttpContext context) => await SendAsync(
        context, (await Caller.Of(context).Tree.ResolveAsync(ContentPath.Of(context).Names, context.RequestAborted)).Item);

    /// <summary>By id.</summary>
    public async Task FromItemAsync(HttpContext context) => await SendAsync(
        context, await Caller.Of(context).Tree.FindAsync(ItemAddress.RouteId(context), context.RequestAborted));

    private async Task SendAsync(HttpContext context, TreeItem? item)
    {
        if (item is null)
        {
            throw Problem.NotFound("There is no such item.");
        }

        if (item.Entry.Kind != EntryKind.File)
        {
            throw Problem.NotPossible("This is a folder; GET /api/v1/items/children lists it.");
        }

        // Between the two calls the version can only have been purged with its file.
        var version = await grains.GetGrain<IFileGrain>(item.EntryId).FindAsync(item.Entry.VersionNumber, item.DriveId, context.RequestAborted)
            ?? throw Problem.NotFound("There is no such item any more.");
        await answer.SendAsync(context, new ReadableContent(item.Entry.Name, version));
    }
}
