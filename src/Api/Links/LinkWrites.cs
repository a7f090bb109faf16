using FileStorage.Api.Content;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Links;
using FileStorage.Api.Files;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Core.Names;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Drives;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileStorage.Api.Links;

/// <summary>What visitors of public links may change. The drive of the target judges it in the step of each commit, as it does for people.</summary>
internal sealed class LinkWrites(IGrainFactory grains, LinkDoor door, LinkUploads uploads)
{
    public async Task PutContentAsync(HttpContext context)
    {
        var visitor = await door.OpenAsync(context);
        PutHeaders.RefusePart(context.Request);
        var path = ItemAddress.QueryPath(context);
        var content = new VisitorBody(context.Request.BodyReader, context.Request.ContentLength, PutHeaders.Sha256(context.Request));
        if (visitor.IsBlind)
        {
            var dropped = await DropAsync(context, visitor, path, content);
            var body = new DropBody { Size = dropped.Entry.SizeBytes, Sha256 = dropped.Entry.Sha256 };
            await JsonAnswer.WriteAsync(context, StatusCodes.Status201Created, body, ContractsJsonContext.Default.DropBody);
            return;
        }

        var terms = PutHeaders.Terms(context.Request) with { Edit = null };
        var makesParents = string.Equals(context.Request.Query["parents"], "true", StringComparison.Ordinal);
        var file = await PutAsync(context, visitor, path, makesParents, terms, content);
        context.Response.Headers.ETag = $"\"{file.Entry.Etag}\"";
        await JsonAnswer.WriteAsync(
            context,
            file.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK,
            LinkBodies.Of(file.Entry) with { Path = path.ToString() },
            ContractsJsonContext.Default.VisitItemBody);
    }

    /// <summary>Puts a file in through a link by which nothing is seen: no conditions, no folders, no name but the one that is given.</summary>
    /// <exception cref="ProblemException">Nothing was stored.</exception>
    public async Task<CommittedFile> DropAsync(HttpContext context, LinkVisitor visitor, EntryPath path, VisitorBody content)
    {
        if (path.Names.Length != 1)
        {
            throw Problem.BadRequest("Through this link a file is put by its name, and no folder.");
        }

        TakeAnySize(context);
        return await uploads.DropAsync(visitor, visitor.Root, path.Name, OperationKey.OrNone(context), content, context.RequestAborted);
    }

    /// <summary>Stores a file at a path below what the link leads to, or as that itself.</summary>
    /// <exception cref="ProblemException">Nothing was stored.</exception>
    public async Task<CommittedFile> PutAsync(
        HttpContext context, LinkVisitor visitor, EntryPath path, bool makesParents, VersionTerms terms, VisitorBody content)
    {
        TakeAnySize(context);
        FilePlace place = path.IsRoot ? new FilePlace.Existing(visitor.Root.EntryId) : new FilePlace.At(path, makesParents);
        return await uploads.PutAsync(visitor, place, terms, content, context.RequestAborted);
    }

    public async Task MakeFolderAsync(HttpContext context)
    {
        var visitor = await door.OpenAsync(context);
        var path = ItemAddress.QueryPath(context);
        RequireChange(visitor);
        var resolution = await visitor.ResolveAsync(path.Names, context.RequestAborted);
        var made = await MakeFolderAsync(context, visitor, resolution, path);
        await JsonAnswer.WriteAsync(
            context,
            resolution.Item is null ? StatusCodes.Status201Created : StatusCodes.Status200OK,
            LinkBodies.Of(made) with { Path = path.ToString() },
            ContractsJsonContext.Default.VisitItemBody);
    }

    /// <summary>Makes a folder, with those that are missing on the way.</summary>
    /// <exception cref="ProblemException">It was not made.</exception>
    public async Task<Entry> MakeFolderAsync(HttpContext context, LinkVisitor visitor, TreeResolution resolution, EntryPath path)
    {
        RequireChange(visitor);
        uploads.Count(visitor);
        return DriveAnswer.Require(await visitor.Tree.MakePathAsync(
            resolution, path, OperationKey.Of(context), visitor.DeviceId, context.RequestAborted));
    }

    public async Task DeleteAsync(HttpContext context)
    {
        var visitor = await door.OpenAsync(context);
        RequireChange(visitor);
        await DeleteAsync(context, visitor, await LinkReads.FindItemAsync(context, visitor));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Puts an item into its owner's trash.</summary>
    /// <exception cref="ProblemException">It stays.</exception>
    public async Task DeleteAsync(HttpContext context, LinkVisitor visitor, TreeItem item)
    {
        RequireChange(visitor);
        DriveAnswer.Require(await grains.GetGrain<IDriveGrain>(item.DriveId).ExecuteAsync(
            new DriveCommand.Trash
            {
                OperationId = OperationKey.Of(context),
                DeviceId = visitor.DeviceId,
                Viewer = item.Viewer,
                ExpectedEtag = EtagExpectation.Of(context),
                EntryId = item.EntryId,
                IsGuarded = EtagExpectation.Of(context) is null,
            },
            context.RequestAborted));
    }

    // The limit of a file is enforced while it is read; ASP.NET's own is made for small bodies.
    private static void TakeAnySize(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }
    }

    private static void RequireChange(LinkVisitor visitor)
    {
        if (!visitor.Rights.HasFlag(Rights.Change))
        {
            throw Problem.Forbidden("This link does not let you change anything.");
        }
    }
}
