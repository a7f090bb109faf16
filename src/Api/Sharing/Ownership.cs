using FileStorage.Api.Auditing;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Files;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Links;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Core.Entries;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Accounts;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Sharing;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Sharing;

/// <summary>
/// Takes over what was offered with the role <see cref="Role.Owner"/>. The drive that owns an item is where its rows lie, so the new owner gets
/// files of the same versions and chunks (no byte is moved), with the same grants, and the former owner's go to their trash. Each step
/// may be repeated; what a crash cut off goes on when the request comes again with its key.
/// </summary>
internal sealed class Ownership(IGrainFactory grains, ItemCopy copy)
{
    public async Task AcceptAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var cancellationToken = context.RequestAborted;
        var request = await JsonBody.ReadOptionalAsync(context, ContractsJsonContext.Default.PlaceRequest);
        var operationId = OperationKey.Of(context);
        var id = ItemAddress.RouteId(context);
        var made = await caller.Tree.FindAsync(id, cancellationToken) is { } offered
            ? await TakeAsync(context, caller, offered, new CopyRun(caller, operationId) { WithHistory = true, TakesAway = true, Top = (offered.EntryId, id) }, request)
            : await FindMadeAsync(new CopyRun(caller, operationId), id, cancellationToken);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status201Created, ItemBodies.WithPath(made), ContractsJsonContext.Default.ItemBody);
    }

    private async Task<TreeItem> TakeAsync(HttpContext context, Caller caller, TreeItem offered, CopyRun run, PlaceRequest? request)
    {
        var cancellationToken = context.RequestAborted;
        var viewer = offered.Viewer ?? throw Problem.NotPossible("This is your own.");
        var drive = grains.GetGrain<IDriveGrain>(offered.DriveId);
        var offer = (await drive.ListGrantsAsync(viewer, offered.EntryId, cancellationToken)).FirstOrDefault(
                grant => grant.Role is Role.Owner && grant.EntryId == offered.EntryId && viewer.Persons.Contains(grant.Grantee.Id))
            ?? throw Problem.Forbidden("Its owner has not offered it to you.");
        var made = offered.Entry.TrashedAt is null
            ? await CopyAsync(context, caller, offered, run, request)
            : await FindMadeAsync(run, offered.EntryId, cancellationToken);
        // Restored by its former owner, it is theirs: the offer is over.
        await ShareAsync(context, run, drive, viewer, offered.EntryId, offer.Grantee, role: null);
        return await SettleAsync(caller, offered, made, run, request, cancellationToken);
    }

    private async Task<TreeItem> CopyAsync(HttpContext context, Caller caller, TreeItem offered, CopyRun run, PlaceRequest? request)
    {
        var cancellationToken = context.RequestAborted;
        var drive = grains.GetGrain<IDriveGrain>(offered.DriveId);

        // With its owner's eyes: what lies below and is closed to the new owner comes along.
        var entry = await drive.FindAsync(offered.EntryId, cancellationToken) ?? throw Problem.NotFound("It was purged at this moment.");
        var source = new TreeItem { Entry = entry, DriveId = offered.DriveId, EntryId = offered.EntryId };
        var place = request is null or { Path: null, ParentId: null, Name: null }
            ? await FindPlaceAsync(caller, offered, run.IdOf(entry.Kind, offered.EntryId), cancellationToken)
            : await Place.FindAsync(request, caller.Tree, cancellationToken);
        if (place.Parent is { View: not null })
        {
            throw Problem.NotPossible("What becomes yours can only be put into your own folders.");
        }

        return await copy.TakeAwayAsync(
            run,
            source,
            offered.Viewer,
            place,
            request?.Replace ?? false,
            made => CopyGrantsAsync(context, caller, offered, made, run),
            cancellationToken);
    }

    // Under its name, or with a number where that is taken.
    private static async Task<Place> FindPlaceAsync(Caller caller, TreeItem offered, Guid madeId, CancellationToken cancellationToken)
    {
        var root = await caller.Tree.GetAsync(caller.DriveId, cancellationToken);
        foreach (var name in FreeNames.Of(offered.Entry.Name))
        {
            if (await caller.Tree.LookUpAsync(caller.DriveId, name, cancellationToken) is { } found && (found.Item is null || found.Item.EntryId == madeId))
            {
                return new Place(root, name, Path: null);
            }
        }

        throw Problem.NotPossible("Its name is taken; say where to put it.");
    }

    // Everybody keeps what they had on it and on what lies below, and its former owner may do everything, too.
    private async Task CopyGrantsAsync(HttpContext context, Caller caller, TreeItem offered, TreeItem made, CopyRun run)
    {
        var cancellationToken = context.RequestAborted;
        var former = grains.GetGrain<IDriveGrain>(offered.DriveId);
        var own = grains.GetGrain<IDriveGrain>(caller.DriveId);
        var persons = offered.Viewer!.Persons;
        foreach (var shared in await former.ListSharedAsync(cancellationToken))
        {
            var id = run.IdOf(shared.Kind, shared.Id);
            if (await own.FindAsync(id, cancellationToken) is null)
            {
                continue;
            }

            foreach (var grant in await former.ListGrantsAsync(viewer: null, shared.Id, cancellationToken))
            {
                // Links are of those who made them, and end.
                if (grant.EntryId == shared.Id && grant.Grantee.Kind is not GranteeKind.Link && !persons.Contains(grant.Grantee.Id))
                {
                    await ShareAsync(context, run, own, viewer: null, id, grant.Grantee, grant.Role is Role.Owner ? Role.Admin : grant.Role);
                }
            }
        }

        if (await grains.GetGrain<IUserGrain>(offered.View!.OwnerId).GetAsync(cancellationToken) is { } owner)
        {
            var grantee = new Grantee(GranteeKind.Person, EmailKeys.IdOf(owner.Email), owner.Email);
            await ShareAsync(context, run, own, viewer: null, made.EntryId, grantee, Role.Admin);
        }
    }

    // It comes to the very place where it was mounted, which is free by now.
    private async Task<TreeItem> SettleAsync(
        Caller caller, TreeItem offered, TreeItem made, CopyRun run, PlaceRequest? request, CancellationToken cancellationToken)
    {
        // Looking is what clears away the places of what is not seen any more.
        await caller.Views.ListMountedAsync(cancellationToken);
        if (offered.IsMount && request is null or { Path: null, ParentId: null, Name: null })
        {
            var outcome = await grains.GetGrain<IDriveGrain>(caller.DriveId).ExecuteAsync(
                new DriveCommand.Move
                {
                    OperationId = OperationKey.Step(run.OperationId, "settle", made.EntryId),
                    DeviceId = caller.DeviceId,
                    EntryId = made.EntryId,
                    ParentId = offered.Entry.ParentId,
                    Name = offered.Entry.Name,
                },
                cancellationToken);
            if (outcome is not (DriveOutcome.NameTaken or DriveOutcome.ParentMissing or DriveOutcome.TooDeep))
            {
                DriveAnswer.Require(outcome);
            }
        }

        return await caller.Tree.GetAsync(made.EntryId, cancellationToken);
    }

    private static async Task ShareAsync(
        HttpContext context, CopyRun run, IDriveGrain drive, Viewer? viewer, Guid entryId, Grantee grantee, Role? role) =>
        DriveAnswer.Require(await drive.ExecuteAsync(
            new DriveCommand.Share
            {
                OperationId = OperationKey.Step(OperationKey.Step(run.OperationId, "grant", entryId), "to", grantee.Id),
                DeviceId = run.Caller.DeviceId,
                Viewer = viewer,
                EntryId = entryId,
                Grantee = grantee,
                Role = role,
                GrantedBy = run.Caller.UserId,
                Origin = Audit.OriginOf(context),
            },
            context.RequestAborted));

    // What the same request made before, where it was cut off only after the last step.
    private static async Task<TreeItem> FindMadeAsync(CopyRun run, Guid id, CancellationToken cancellationToken) =>
        await run.Caller.Tree.FindAsync(run.IdOf(EntryKind.File, id), cancellationToken)
            ?? await run.Caller.Tree.FindAsync(run.IdOf(EntryKind.Folder, id), cancellationToken)
            ?? throw Problem.NotFound("There is no such item.");
}
