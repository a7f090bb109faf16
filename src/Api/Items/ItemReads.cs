using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Drives;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Items;

/// <summary>Looking at items.</summary>
internal sealed class ItemReads(IGrainFactory grains)
{
    public async Task GetAsync(HttpContext context)
    {
        var drive = grains.GetGrain<IDriveGrain>(Caller.Of(context).DriveId);
        var entry = await ItemAddress.FindAsync(context, drive);
        context.Response.Headers.ETag = $"\"{entry.Etag}\"";
        await JsonAnswer.WriteAsync(context, 200, ItemBodies.WithPath(entry), ContractsJsonContext.Default.ItemBody);
    }

    public async Task ListAsync(HttpContext context)
    {
        var drive = grains.GetGrain<IDriveGrain>(Caller.Of(context).DriveId);
        var folder = await ItemAddress.FindAsync(context, drive);
        if (folder.Kind != EntryKind.Folder)
        {
            throw Problem.NotPossible("This is a file; only a folder has children.");
        }

        var page = await drive.ListAsync(folder.Id, Paging.After(context), Paging.Limit(context), context.RequestAborted)
            ?? throw Problem.NotFound("There is no such folder.");
        var next = page.HasMore ? page.Entries[^1].Name : null;
        await JsonAnswer.WriteAsync(
            context, 200, ItemBodies.Page(page.Entries, withPaths: false, next), ContractsJsonContext.Default.ItemPageBody);
    }
}
