using System.Globalization;
using FileStorage.Api.Auditing;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Sharing;
using FileStorage.Api.Files;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Accounts;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Sharing;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Sharing;

/// <summary>What others share with the caller: list, give it a place in the own tree, leave.</summary>
internal sealed class ReceivedShares(IGrainFactory grains)
{
    private const int MaxNames = 100;

    public async Task ListAsync(HttpContext context)
    {
        var views = Caller.Of(context).Views;
        var after = Guid.TryParse(Paging.After(context), out var id) ? id : Guid.Empty;
        var received = (await views.ListReceivedAsync(context.RequestAborted))
            .GroupBy(share => share.EntryId)
            .Where(shares => shares.Key.CompareTo(after) > 0)
            .OrderBy(shares => shares.Key)
            .ToList();
        var page = received.Take(Paging.Limit(context)).ToList();
        var bodies = await DescribeAsync(grains, views, page.SelectMany(shares => shares), context.RequestAborted);
        var next = received.Count > page.Count ? page[^1].Key.ToString("D", CultureInfo.InvariantCulture) : null;
        var body = new ReceivedSharePageBody { Shares = bodies, Next = next };
        await JsonAnswer.WriteAsync(context, 200, body, ContractsJsonContext.Default.ReceivedSharePageBody);
    }

    /// <summary>What was received, each item once, as far as it is there still.</summary>
    public static async Task<List<ReceivedShareBody>> DescribeAsync(
        IGrainFactory grains, SharedViews views, IEnumerable<ReceivedShare> received, CancellationToken cancellationToken)
    {
        var bodies = new List<ReceivedShareBody>();
        foreach (var shares in received.GroupBy(share => share.EntryId))
        {
            var share = shares.MaxBy(one => one.At)!;
            if (await views.FindSharedAsync(share.DriveId, share.EntryId, cancellationToken) is { Entry.TrashedAt: null } item)
            {
                var sharer = await grains.GetGrain<IUserGrain>(share.GrantedBy).GetAsync(cancellationToken);
                bodies.Add(new ReceivedShareBody
                {
                    Item = ItemBodies.WithPath(item),
                    SharedBy = sharer?.Email,
                    SharedAt = share.At,
                    Offered = shares.Any(one => one.Role is Role.Owner),
                });
            }
        }

        return bodies;
    }

    public async Task MountAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var request = await JsonBody.ReadOptionalAsync(context, ContractsJsonContext.Default.PlaceRequest);
        var item = await caller.Tree.GetAsync(ItemAddress.RouteId(context), context.RequestAborted);
        var place = request is null or { Path: null, ParentId: null, Name: null }
            ? null
            : await Place.FindAsync(request, caller.Tree, context.RequestAborted);
        var mounted = await MountAsync(context, item, place);
        await JsonAnswer.WriteAsync(
            context, StatusCodes.Status201Created, ItemBodies.WithPath(mounted), ContractsJsonContext.Default.ItemBody);
    }

    /// <summary>Gives something that others share a place in the caller's own tree: where they say, or in the root.</summary>
    /// <exception cref="ProblemException">It has none.</exception>
    public async Task<TreeItem> MountAsync(HttpContext context, TreeItem item, Place? place)
    {
        var caller = Caller.Of(context);
        if (item.View is null)
        {
            throw Problem.NotPossible("This is your own; it has its place.");
        }

        if (item.IsMount)
        {
            throw Problem.NotPossible($"This has a place already: {ItemBodies.PathOf(item.Entry)}. Move it where you want it.");
        }

        if (place?.Parent is { View: not null })
        {
            throw Problem.NotPossible("What others share can only be put into your own folders.");
        }

        var operationId = OperationKey.Of(context);
        DriveOutcome outcome;
        var attempt = 1;
        do
        {
            outcome = await grains.GetGrain<IDriveGrain>(caller.DriveId).ExecuteAsync(
                new DriveCommand.MakeMount
                {
                    OperationId = operationId,
                    DeviceId = caller.DeviceId,
                    MountId = OperationKey.Step(operationId, "mount", item.EntryId),
                    ParentId = place is null ? caller.DriveId : place.ParentId,
                    Name = place?.Name ?? (attempt == 1 ? item.Entry.Name : Numbered(item.Entry.Name, attempt)),
                    Kind = item.Entry.Kind,
                    Target = new MountTarget(item.DriveId, item.EntryId),
                },
                context.RequestAborted);
        }
        while (outcome is DriveOutcome.NameTaken && place is null && ++attempt <= MaxNames);

        return await caller.Tree.GetAsync(DriveAnswer.Require(outcome).Id, context.RequestAborted);
    }

    public async Task LeaveAsync(HttpContext context)
    {
        await LeaveAsync(context, await Caller.Of(context).Tree.GetAsync(ItemAddress.RouteId(context), context.RequestAborted));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Gives up what was shared with the caller.</summary>
    /// <exception cref="ProblemException">They have it still.</exception>
    public async Task LeaveAsync(HttpContext context, TreeItem item)
    {
        var caller = Caller.Of(context);
        var received = await caller.Views.ListReceivedAsync(context.RequestAborted);
        if (item.View is null || !received.Any(share => share.EntryId == item.EntryId))
        {
            throw Problem.NotPossible("This very item was not shared with you.");
        }

        var account = await grains.GetGrain<IUserGrain>(caller.UserId).GetAsync(context.RequestAborted) ?? throw Problem.Unauthenticated();
        DriveAnswer.Require(await grains.GetGrain<IDriveGrain>(item.DriveId).ExecuteAsync(
            new DriveCommand.Share
            {
                OperationId = OperationKey.Of(context),
                DeviceId = caller.DeviceId,
                Viewer = item.Viewer,
                EntryId = item.EntryId,
                Grantee = new Grantee(GranteeKind.Person, EmailKeys.IdOf(account.Email), account.Email),
                Role = null,
                GrantedBy = caller.UserId,
                Origin = Audit.OriginOf(context),
            },
            context.RequestAborted));

        // Looking is what clears away the places of what is not seen any more.
        await caller.Views.ListMountedAsync(context.RequestAborted);
        if (await caller.Views.FindSharedAsync(item.DriveId, item.EntryId, context.RequestAborted) is not null)
        {
            throw Problem.NotPossible("It is shared with a group that you are in, or with a folder above it; its place in your tree can be deleted.");
        }
    }

    private static string Numbered(string name, int number)
    {
        var dot = name.LastIndexOf('.');
        return dot > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{name[..dot]} ({number}){name[dot..]}")
            : string.Create(CultureInfo.InvariantCulture, $"{name} ({number})");
    }
}
