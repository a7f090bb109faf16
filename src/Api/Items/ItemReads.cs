using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Core.Entries;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Items;

/// <summary>Looking at items.</summary>
internal static class ItemReads
{
    public static async Task GetAsync(HttpContext context)
    {
        var item = await ItemAddress.FindAsync(context);
        context.Response.Headers.ETag = $"\"{item.Entry.Etag}\"";
        await JsonAnswer.WriteAsync(context, 200, ItemBodies.WithPath(item), ContractsJsonContext.Default.ItemBody);
    }

    public static async Task ListAsync(HttpContext context)
    {
        var folder = await ItemAddress.FindAsync(context);
        if (folder.Entry.Kind != EntryKind.Folder)
        {
            throw Problem.NotPossible("This is a file; only a folder has children.");
        }

        var (items, next) = await Caller.Of(context).Tree.ListAsync(
                folder, Paging.After(context), Paging.Limit(context), context.RequestAborted)
            ?? throw Problem.NotFound("There is no such folder.");
        var body = new ItemPageBody { Items = [.. items.Select(item => ItemBodies.Of(item, path: null))], Next = next };
        await JsonAnswer.WriteAsync(context, 200, body, ContractsJsonContext.Default.ItemPageBody);
    }
}
