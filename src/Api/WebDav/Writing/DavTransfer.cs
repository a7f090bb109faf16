using System.Collections.Immutable;
using FileStorage.Api.Items;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Api.WebDav.Addresses;
using FileStorage.Api.WebDav.Properties;
using FileStorage.Core.Entries;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.WebDav.Writing;

/// <summary>COPY and MOVE. What is replaced goes to the trash.</summary>
internal sealed class DavTransfer(IGrainFactory grains, TreeCommands commands, ItemCopy copy, DeadProperties deadProperties)
{
    public async Task MoveAsync(DavRequest request)
    {
        var (item, to, replaced) = await PrepareAsync(request);
        if (request.Address.Path.IsRoot)
        {
            throw Problem.Forbidden("The root stays where it is.");
        }

        await DavFolders.RequireRemovableAsync(request, item);
        var operationId = OperationKey.Of(request.Context);
        if (TreeCommands.IsToAnotherDrive(item, to))
        {
            await CopyPropertiesAsync(request, item, to.Parent!.DriveId, operationId);
            await commands.MoveAcrossAsync(request.Caller, item, to, replaces: true, operationId, request.Aborted);
        }
        else
        {
            var move = new ItemMove(item, Guid.Empty, to, Replaces: true, DavFolders.ExpectedEtag(request, item));
            await commands.MoveAsync(request.Caller, move, operationId, request.Aborted);
        }

        await DavFolders.EndLocksAsync(request, item, grains);
        await AnswerAsync(request, to, replaced);
    }

    public async Task CopyAsync(DavRequest request)
    {
        var (item, to, replaced) = await PrepareAsync(request);
        var operationId = OperationKey.Of(request.Context);
        if (item.Entry.Kind == EntryKind.Folder && request.Depth == 0)
        {
            if (replaced is not null)
            {
                await commands.TrashAsync(
                    request.Caller, replaced, Guid.Empty, null, OperationKey.Step(operationId, "replace", replaced.EntryId), request.Aborted);
            }

            var folder = await commands.MakeFolderAsync(request.Caller, to, operationId, request.Aborted);
            var own = await deadProperties.ReadAsync(request.Locks, [item], request.Aborted);
            await deadProperties.ChangeAsync(to.Parent!.DriveId, folder.Id, own.TryGetValue(item.EntryId, out var some) ? some : [], request.Aborted);
        }
        else
        {
            await CopyPropertiesAsync(request, item, to.Parent!.DriveId, operationId);
            await copy.CopyAsync(new CopyRun(request.Caller, operationId), item, to, replaces: replaced is not null, request.Aborted);
        }

        await AnswerAsync(request, to, replaced);
    }

    // Before the copies are there, whose ids follow from the operation: so no copy is ever seen without them.
    private async Task CopyPropertiesAsync(DavRequest request, TreeItem source, Guid driveId, Guid operationId)
    {
        if ((await request.Locks.ReadAsync(source.DriveId, request.Aborted)).PropertyShards == 0)
        {
            return;
        }

        var pending = new Stack<TreeItem>();
        await CopyPropertiesAsync(request, [source], driveId, operationId);
        pending.Push(source);
        while (pending.TryPop(out var folder))
        {
            for (string? after = null; folder.Entry.Kind == EntryKind.Folder;)
            {
                if (await request.Caller.Tree.ListAsync(folder, after, Paging.MaxLimit, request.Aborted) is not var (children, next))
                {
                    break;
                }

                var own = children.RemoveAll(child => child.IsMount);
                await CopyPropertiesAsync(request, own, driveId, operationId);
                foreach (var child in own.Where(child => child.Entry.Kind == EntryKind.Folder))
                {
                    pending.Push(child);
                }

                if ((after = next) is null)
                {
                    break;
                }
            }
        }
    }

    private async Task CopyPropertiesAsync(DavRequest request, ImmutableArray<TreeItem> items, Guid driveId, Guid operationId)
    {
        var known = await deadProperties.ReadAsync(request.Locks, items, request.Aborted);
        foreach (var item in items)
        {
            if (known.TryGetValue(item.EntryId, out var properties))
            {
                var madeId = OperationKey.Step(operationId, item.Entry.Kind == EntryKind.File ? "file" : "folder", item.EntryId);
                await deadProperties.ChangeAsync(driveId, madeId, properties, request.Aborted);
            }
        }
    }

    private static async Task<(TreeItem Item, Place To, TreeItem? Replaced)> PrepareAsync(DavRequest request)
    {
        var context = request.Context;
        if (context.Request.Headers["Destination"] is not [{ Length: > 0 } destination])
        {
            throw Problem.BadRequest("Destination says where to.");
        }

        var item = await request.FindAsync();
        var address = DavAddress.Parse(destination, request.User);
        if (address.Path.IsRoot)
        {
            throw Problem.Forbidden("The root cannot be replaced.");
        }

        if (address.Path.ToString() == request.Address.Path.ToString())
        {
            throw Problem.Forbidden("An item cannot replace itself.");
        }

        var (place, replaced) = await OpenAsync(request, address);
        return (item, place, replaced);
    }

    /// <summary>Requires that something may be put at a place, in place of what is there.</summary>
    /// <exception cref="ProblemException">409: no folder; 412: it is taken, and "Overwrite: F" says to leave it; 423.</exception>
    public static async Task<(Place Place, TreeItem? Replaced)> OpenAsync(DavRequest request, DavAddress to)
    {
        var names = to.Path.Names;
        var resolution = await request.Caller.Tree.ResolveAsync(names, request.Aborted);
        var parents = resolution.Item is null
            ? resolution
            : await request.Caller.Tree.ResolveAsync(names[..^1], request.Aborted);
        var folder = resolution.Item is null ? DavFolders.RequireParent(resolution, names.Length) : parents.Item!;
        if (resolution.Item is { } there)
        {
            if (string.Equals(request.Context.Request.Headers["Overwrite"].ToString(), "F", StringComparison.OrdinalIgnoreCase))
            {
                throw Problem.PreconditionFailed(there.Entry.Etag);
            }

            await request.Guard.RequireFreeAsync(there, withBelow: true, request.Aborted);
        }

        await request.Guard.RequireOpenAsync(folder, request.Aborted);
        return (new Place(folder, to.Path.Name, to.Path), resolution.Item);
    }

    private static async Task AnswerAsync(DavRequest request, Place to, TreeItem? replaced)
    {
        if ((await request.Caller.Tree.ResolveAsync(to.Path!.Names, request.Aborted)).Item is { } made)
        {
            DavHeaders.WriteItem(request.Context, made, await request.Etags.OfAsync(made, request.Aborted));
        }

        request.Context.Response.StatusCode = replaced is null ? StatusCodes.Status201Created : StatusCodes.Status204NoContent;
    }
}
