using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Links;
using FileStorage.Api.Content;
using FileStorage.Api.Files;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
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
        var path = ItemAddress.QueryPath(context);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        var request = context.Request;
        var sha256 = PutHeaders.Sha256(request);
        if (visitor.IsBlind)
        {
            // Nothing of what is there may show: no conditions, no folders, no name but the one that is given.
            if (path.Names.Length != 1)
            {
                throw Problem.BadRequest("Through this link a file is put at ?path=/NAME.");
            }

            var operationId = OperationKey.OrNone(context);
            var dropped = await uploads.DropAsync(
                visitor, visitor.Root, path.Name, operationId, request.BodyReader, request.ContentLength, sha256, context.RequestAborted);
            var body = new DropBody { Size = dropped.Entry.SizeBytes, Sha256 = dropped.Entry.Sha256 };
            await JsonAnswer.WriteAsync(context, StatusCodes.Status201Created, body, ContractsJsonContext.Default.DropBody);
            return;
        }

        FilePlace place = path.IsRoot
            ? new FilePlace.Existing(visitor.Root.EntryId)
            : new FilePlace.At(path, string.Equals(request.Query["parents"], "true", StringComparison.Ordinal));
        var terms = PutHeaders.Terms(request) with { Edit = null };
        var file = await uploads.PutAsync(visitor, place, terms, request.BodyReader, request.ContentLength, sha256, context.RequestAborted);
        context.Response.Headers.ETag = $"\"{file.Entry.Etag}\"";
        await JsonAnswer.WriteAsync(
            context,
            file.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK,
            LinkBodies.Of(file.Entry) with { Path = path.ToString() },
            ContractsJsonContext.Default.VisitItemBody);
    }

    public async Task MakeFolderAsync(HttpContext context)
    {
        var visitor = await door.OpenAsync(context);
        var path = ItemAddress.QueryPath(context);
        RequireChange(visitor);
        uploads.Count(visitor);
        var resolution = await visitor.ResolveAsync(path.Names, context.RequestAborted);
        var made = DriveAnswer.Require(await visitor.Tree.MakePathAsync(
            resolution, path, OperationKey.Of(context), visitor.DeviceId, context.RequestAborted));
        await JsonAnswer.WriteAsync(
            context,
            resolution.Item is null ? StatusCodes.Status201Created : StatusCodes.Status200OK,
            LinkBodies.Of(made) with { Path = path.ToString() },
            ContractsJsonContext.Default.VisitItemBody);
    }

    public async Task DeleteAsync(HttpContext context)
    {
        var visitor = await door.OpenAsync(context);
        RequireChange(visitor);
        var item = await LinkReads.FindItemAsync(context, visitor);
        DriveAnswer.Require(await grains.GetGrain<IDriveGrain>(item.DriveId).ExecuteAsync(
            new DriveCommand.Trash
            {
                OperationId = OperationKey.Of(context),
                DeviceId = visitor.DeviceId,
                Viewer = item.Viewer,
                ExpectedEtag = EtagExpectation.Of(context),
                EntryId = item.EntryId,
            },
            context.RequestAborted));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static void RequireChange(LinkVisitor visitor)
    {
        if (!visitor.Rights.HasFlag(Rights.Change))
        {
            throw Problem.Forbidden("This link does not let you change anything.");
        }
    }
}
