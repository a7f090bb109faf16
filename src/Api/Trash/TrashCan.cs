using System.Globalization;
using FileStorage.Api.Auditing;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Files;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Core.Auditing;
using FileStorage.Grains.Interfaces.Drives;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Trash;

/// <summary>What was deleted: list, restore, purge.</summary>
internal sealed class TrashCan(IGrainFactory grains, Audit audit)
{
    public async Task ListAsync(HttpContext context)
    {
        Guid? after = null;
        if (Paging.After(context) is { } text)
        {
            after = Guid.TryParse(text, out var id) ? id : throw Problem.BadRequest("\"after\" is the \"next\" of another page.");
        }

        var caller = Caller.Of(context);
        var folder = context.Request.Query.ContainsKey("path") ? await ItemAddress.FindAsync(context) : null;
        var drive = grains.GetGrain<IDriveGrain>(folder?.DriveId ?? caller.DriveId);
        var limit = Paging.Limit(context);
        var page = folder?.Viewer is { } viewer
            ? await drive.ListTrashAsAsync(viewer, folder.EntryId, after, limit, context.RequestAborted)
            : await drive.ListTrashAsync(after, limit, context.RequestAborted);
        var body = new ItemPageBody
        {
            Items = [.. page.Entries.Select(entry => ItemBodies.WithPath(folder is null ? entry : folder.ShowBelow(entry, entry.Path)))],
            Next = page.HasMore ? page.Entries[^1].Id.ToString("D", CultureInfo.InvariantCulture) : null,
        };
        await JsonAnswer.WriteAsync(context, 200, body, ContractsJsonContext.Default.ItemPageBody);
    }

    public async Task RestoreAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var request = await JsonBody.ReadOptionalAsync(context, ContractsJsonContext.Default.PlaceRequest);
        var place = request is null or { Path: null, ParentId: null, Name: null }
            ? null
            : await Place.FindAsync(request, caller.Tree, context.RequestAborted);
        var restored = await RestoreAsync(context, place);
        var found = await caller.Tree.GetAsync(restored.Id, context.RequestAborted);
        var body = found.View is null ? ItemBodies.Of(restored, ItemBodies.PathOf(found.Entry)) : ItemBodies.WithPath(found);
        context.Response.Headers.ETag = $"\"{restored.Etag}\"";
        await JsonAnswer.WriteAsync(context, 200, body, ContractsJsonContext.Default.ItemBody);
    }

    /// <summary>Takes the item whose id is in the address out of the trash: to a place, or to where it was.</summary>
    /// <exception cref="ProblemException">It stays there.</exception>
    public async Task<Entry> RestoreAsync(HttpContext context, Place? place)
    {
        var caller = Caller.Of(context);
        var item = await caller.Tree.FindAsync(ItemAddress.RouteId(context), context.RequestAborted);
        var driveId = item?.PlaceDriveId ?? caller.DriveId;
        if (place?.Parent is { } parent && parent.DriveId != driveId)
        {
            throw Problem.NotPossible("The item would change its owner: restore it where it was, then copy it.");
        }

        return DriveAnswer.Require(await grains.GetGrain<IDriveGrain>(driveId).ExecuteAsync(
            new DriveCommand.Restore
            {
                OperationId = OperationKey.Of(context),
                DeviceId = caller.DeviceId,
                Viewer = item?.PlaceViewer,
                EntryId = item?.PlaceEntryId ?? ItemAddress.RouteId(context),
                ParentId = place?.ParentId,
                Name = place?.Name,
                Origin = Audit.OriginOf(context),
            },
            context.RequestAborted));
    }

    public async Task PurgeAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var item = await caller.Tree.FindAsync(ItemAddress.RouteId(context), context.RequestAborted);
        var purge = Purge(caller, OperationKey.Of(context), item?.PlaceEntryId ?? ItemAddress.RouteId(context));
        DriveAnswer.Require(await grains.GetGrain<IDriveGrain>(item?.PlaceDriveId ?? caller.DriveId).ExecuteAsync(
            purge with { Viewer = item?.PlaceViewer, Origin = Audit.OriginOf(context) }, context.RequestAborted));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    public async Task PurgeAllAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var drive = grains.GetGrain<IDriveGrain>(caller.DriveId);
        var operationId = OperationKey.Of(context);
        await audit.RecordAsync(context, new AuditAct(AuditKind.TrashEmptied) { DriveId = caller.DriveId });
        Guid? after = null;
        while (true)
        {
            var page = await drive.ListTrashAsync(after, Paging.MaxLimit, context.RequestAborted);
            foreach (var entry in page.Entries)
            {
                var outcome = await drive.ExecuteAsync(
                    Purge(caller, OperationKey.Step(operationId, "purge", entry.Id), entry.Id) with { Origin = Audit.OriginOf(context) },
                    context.RequestAborted);

                // Restored or purged by somebody else meanwhile: not in the trash, which is what was asked for.
                if (outcome is not (DriveOutcome.Done or DriveOutcome.NotFound or DriveOutcome.NotPossible))
                {
                    throw DriveAnswer.Explain(outcome);
                }
            }

            if (!page.HasMore)
            {
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return;
            }

            after = page.Entries[^1].Id;
        }
    }

    private static DriveCommand.Purge Purge(Caller caller, Guid operationId, Guid entryId) =>
        new() { OperationId = operationId, DeviceId = caller.DeviceId, EntryId = entryId, IsGuarded = caller.IsByDoor };
}
