using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Files;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Grains.Interfaces.Drives;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Items;

/// <summary>Changing the tree: folders, move, delete.</summary>
internal sealed class ItemCommands(TreeCommands commands)
{
    public async Task MakeFolderAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var request = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.MakeFolderRequest);
        var operationId = OperationKey.Of(context);
        if (request.Parents && request is { Path: { } text, ParentId: null, Name: null })
        {
            var path = ItemAddress.Path(text);

            // Whether it was there is told apart before; in a race both callers are told of one folder, which is what they asked for.
            var resolution = await caller.Tree.ResolveAsync(path.Names, context.RequestAborted);
            var made = DriveAnswer.Require(
                await caller.Tree.MakePathAsync(resolution, path, operationId, caller.DeviceId, context.RequestAborted));
            await AnswerAsync(context, resolution.Found == path.Names.Length ? 200 : 201, made);
            return;
        }

        var wanted = new PlaceRequest { Path = request.Path, ParentId = request.ParentId, Name = request.Name };
        var place = await Place.FindAsync(wanted, caller.Tree, context.RequestAborted);
        var folder = await commands.MakeFolderAsync(caller, place, operationId, context.RequestAborted);
        await AnswerAsync(context, 201, folder);
    }

    public async Task MoveAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var request = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.PlaceRequest);
        var place = await Place.FindAsync(request, caller.Tree, context.RequestAborted);
        var item = await ItemAddress.FindOrNullAsync(context);
        if (item is not null && TreeCommands.IsToAnotherDrive(item, place))
        {
            var made = await commands.MoveAcrossAsync(caller, item, place, request.Replace, OperationKey.Of(context), context.RequestAborted);
            context.Response.Headers.ETag = $"\"{made.Entry.Etag}\"";
            await JsonAnswer.WriteAsync(context, 200, ItemBodies.WithPath(made), ContractsJsonContext.Default.ItemBody);
            return;
        }

        var wanted = new ItemMove(item, RouteIdOrNone(context), place, request.Replace, EtagExpectation.Of(context));
        await AnswerAsync(context, 200, await commands.MoveAsync(caller, wanted, OperationKey.Of(context), context.RequestAborted));
    }

    public async Task DeleteAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var item = await ItemAddress.FindOrNullAsync(context);
        await commands.TrashAsync(
            caller, item, RouteIdOrNone(context), EtagExpectation.Of(context), OperationKey.Of(context), context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static Guid RouteIdOrNone(HttpContext context) =>
        context.Request.RouteValues.ContainsKey("id") ? ItemAddress.RouteId(context) : Guid.Empty;

    // As the caller sees it now.
    private static async Task AnswerAsync(HttpContext context, int status, Entry done)
    {
        var item = await Caller.Of(context).Tree.FindAsync(done.Id, context.RequestAborted)
            ?? throw Problem.NotFound("There is no such item any more.");
        context.Response.Headers.ETag = $"\"{done.Etag}\"";
        var body = ItemBodies.WithPath(item);
        await JsonAnswer.WriteAsync(context, status, item.View is null ? ItemBodies.Of(done, body.Path) : body, ContractsJsonContext.Default.ItemBody);
    }
}
