using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Files;
using FileStorage.Api.Json;
using FileStorage.Core.Names;
using FileStorage.Grains.Interfaces.Drives;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Items;

/// <summary>Changing the tree: folders, move, delete.</summary>
internal sealed class ItemCommands(IGrainFactory grains)
{
    public async Task MakeFolderAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var request = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.MakeFolderRequest);
        var drive = grains.GetGrain<IDriveGrain>(caller.DriveId);
        var operationId = OperationKey.Of(context);
        if (request.Parents && request is { Path: { } text, ParentId: null, Name: null })
        {
            var path = ItemAddress.Path(text);

            // Whether it was there is told apart before; in a race both callers are told of one folder, which is what they asked for.
            var found = (await drive.ResolveAsync(path.Names, context.RequestAborted)).Found;
            var made = DriveAnswer.Require(await drive.ExecuteAsync(
                new DriveCommand.MakePath { OperationId = operationId, DeviceId = caller.DeviceId, Path = path.Names },
                context.RequestAborted));
            await AnswerAsync(context, found == path.Names.Length ? 200 : 201, made, path);
            return;
        }

        var wanted = new PlaceRequest { Path = request.Path, ParentId = request.ParentId, Name = request.Name };
        var place = await Place.FindAsync(wanted, drive, context.RequestAborted);
        var folder = DriveAnswer.Require(await drive.ExecuteAsync(
            new DriveCommand.MakeFolder
            {
                OperationId = operationId,
                DeviceId = caller.DeviceId,
                FolderId = OperationKey.Step(operationId, "folder", place.ParentId),
                ParentId = place.ParentId,
                Name = place.Name,
            },
            context.RequestAborted));
        await AnswerAsync(context, 201, folder, place.Path);
    }

    public async Task MoveAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var request = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.PlaceRequest);
        var drive = grains.GetGrain<IDriveGrain>(caller.DriveId);
        var place = await Place.FindAsync(request, drive, context.RequestAborted);
        var moved = DriveAnswer.Require(await drive.ExecuteAsync(
            new DriveCommand.Move
            {
                OperationId = OperationKey.Of(context),
                DeviceId = caller.DeviceId,
                ExpectedEtag = EtagExpectation.Of(context),
                EntryId = await ItemAddress.FindIdAsync(context, drive),
                ParentId = place.ParentId,
                Name = place.Name,
                Replace = request.Replace,
            },
            context.RequestAborted));
        await AnswerAsync(context, 200, moved, place.Path);
    }

    public async Task DeleteAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var drive = grains.GetGrain<IDriveGrain>(caller.DriveId);
        DriveAnswer.Require(await drive.ExecuteAsync(
            new DriveCommand.Trash
            {
                OperationId = OperationKey.Of(context),
                DeviceId = caller.DeviceId,
                ExpectedEtag = EtagExpectation.Of(context),
                EntryId = await ItemAddress.FindIdAsync(context, drive),
            },
            context.RequestAborted));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    // Where the place was given by id, the drive is asked for the path.
    private async Task AnswerAsync(HttpContext context, int status, Entry entry, EntryPath? path)
    {
        var text = path?.ToString();
        if (text is null
            && await grains.GetGrain<IDriveGrain>(entry.DriveId).FindAsync(entry.Id, context.RequestAborted) is { } found)
        {
            text = EntryPath.Of(found.Path).ToString();
        }

        context.Response.Headers.ETag = $"\"{entry.Etag}\"";
        await JsonAnswer.WriteAsync(context, status, ItemBodies.Of(entry, text), ContractsJsonContext.Default.ItemBody);
    }
}
