using FileStorage.Api.Callers;
using FileStorage.Api.Items;
using FileStorage.Api.Problems;
using FileStorage.Api.Trash;
using FileStorage.Api.Trees;
using FileStorage.Api.WebDav.Addresses;
using FileStorage.Api.WebDav.Properties;
using FileStorage.Api.WebDav.Xml;
using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Drives;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Nextcloud.Trash;

/// <summary>The trash as Nextcloud's clients see it: each item goes by its id there, and is moved out of it to come back.</summary>
internal sealed class TrashBin(IGrainFactory grains, TrashCan trash, Checksums checksums)
{
    public async Task ListAsync(HttpContext context)
    {
        DoorUser.Require(context);
        var caller = Caller.Of(context);
        var question = PropertyQuestion.Of(await DavBody.ReadAsync(context));
        var root = DavAddress.RawPath(context).TrimEnd('/');
        var drive = grains.GetGrain<IDriveGrain>(caller.DriveId);
        var items = new List<ItemFacts>
        {
            Fact(await drive.FindAsync(caller.DriveId, context.RequestAborted) ?? throw Problem.NotFound("There is no such drive."), root + "/"),
        };
        Guid? after = null;
        while (context.Request.Headers["Depth"] != "0")
        {
            var page = await drive.ListTrashAsync(after, Paging.MaxLimit, context.RequestAborted);
            items.AddRange(page.Entries.Select(entry => Fact(entry, $"{root}/{entry.Id:N}" + (entry.Kind == EntryKind.Folder ? "/" : ""))));
            if (!page.HasMore || items.Count > MaxItems)
            {
                break;
            }

            after = page.Entries[^1].Id;
        }

        await ItemListing.WriteAsync(context, question, items, checksums);
    }

    public async Task RestoreAsync(HttpContext context)
    {
        DoorUser.Require(context);
        await trash.RestoreAsync(context, place: null);
        context.Response.StatusCode = StatusCodes.Status201Created;
    }

    public Task PurgeAsync(HttpContext context)
    {
        DoorUser.Require(context);
        return trash.PurgeAsync(context);
    }

    public Task PurgeAllAsync(HttpContext context)
    {
        DoorUser.Require(context);
        return trash.PurgeAllAsync(context);
    }

    /// <summary>A client is shown so many at most; what is older comes when something of it has gone.</summary>
    private const int MaxItems = 50_000;

    private static ItemFacts Fact(Entry entry, string href) => new()
    {
        Item = new TreeItem { Entry = entry, DriveId = entry.DriveId, EntryId = entry.Id },
        Href = href,
        Etag = entry.Etag,
    };
}
