using FileStorage.Api.Items;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Core.Entries;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileStorage.Api.WebDav.Writing;

/// <summary>MKCOL and DELETE.</summary>
internal sealed class DavFolders(IGrainFactory grains, TreeCommands commands)
{
    public async Task MakeAsync(DavRequest request)
    {
        var context = request.Context;
        RefuseBody(context);
        var resolution = await request.ResolveAsync();
        if (resolution.Item is not null)
        {
            throw Problem.MethodNotAllowed("There is something at this address already.");
        }

        var folder = RequireParent(resolution, request.Address.Path.Names.Length);
        await request.Guard.RequireOpenAsync(folder, request.Aborted);
        var place = new Place(folder, request.Address.Path.Name, request.Address.Path);
        var made = await commands.MakeFolderAsync(request.Caller, place, OperationKey.Of(context), request.Aborted);
        var item = folder.Child(made);
        DavHeaders.WriteItem(context, item, item.Entry.Etag);
        context.Response.StatusCode = StatusCodes.Status201Created;
    }

    public async Task DeleteAsync(DavRequest request)
    {
        var item = await request.FindAsync();
        if (request.Address.Path.IsRoot)
        {
            throw Problem.Forbidden("The root stays.");
        }

        await RequireRemovableAsync(request, item);
        await commands.TrashAsync(
            request.Caller, item, Guid.Empty, ExpectedEtag(request, item), OperationKey.Of(request.Context), request.Aborted);
        await EndLocksAsync(request, item, grains);
        request.Context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>RFC 4918, 9.3: a body of MKCOL that is not understood is refused.</summary>
    /// <exception cref="ProblemException">415.</exception>
    public static void RefuseBody(HttpContext context)
    {
        if (context.Request.ContentLength is not (null or 0)
            || context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true && context.Request.ContentLength is null)
        {
            throw Problem.UnsupportedMediaType("no body");
        }
    }

    /// <summary>Requires that an item may leave its place.</summary>
    public static async Task RequireRemovableAsync(DavRequest request, TreeItem item)
    {
        await request.Guard.RequireFreeAsync(item, withBelow: true, request.Aborted);
        var parents = request.Address.Path.Parent.Names;
        if (!item.IsMount && (await request.Caller.Tree.ResolveAsync(parents, request.Aborted)).Item is { } folder)
        {
            await request.Guard.RequireOpenAsync(folder, request.Aborted);
        }
    }

    /// <summary>Locks end with the place that they were on.</summary>
    public static async Task EndLocksAsync(DavRequest request, TreeItem item, IGrainFactory grains)
    {
        if (!item.IsMount && !(await request.Locks.ReadAsync(item.DriveId, request.Aborted)).Locks.IsEmpty)
        {
            await grains.GetGrain<Grains.Interfaces.WebDav.IDavDriveGrain>(item.DriveId).EndLocksAsync(item.EntryId, CancellationToken.None);
        }
    }

    /// <summary>The etag that the drive is to find, where the request makes the change depend on it.</summary>
    public static string? ExpectedEtag(DavRequest request, TreeItem item) =>
        item.Entry.Kind == EntryKind.File && request.Guard.DependsOnEtag(request.Address)
            ? item.Entry.Etag
            : EtagExpectation.Of(request.Context);

    /// <summary>The folder into which the last name of a path goes.</summary>
    /// <exception cref="ProblemException">409: there is none.</exception>
    public static TreeItem RequireParent(TreeResolution resolution, int names) =>
        resolution.Found == names - 1 && resolution.Deepest.Entry.Kind == EntryKind.Folder ? resolution.Deepest : throw Problem.ParentMissing();
}
