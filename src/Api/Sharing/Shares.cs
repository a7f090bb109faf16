using FileStorage.Api.Accounts;
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
using FileStorage.Grains.Interfaces.Groups;
using FileStorage.Grains.Interfaces.Sharing;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Sharing;

/// <summary>Who may do what with an item: list, let in, shut out.</summary>
internal sealed class Shares(IGrainFactory grains)
{
    public async Task ListAsync(HttpContext context)
    {
        var item = await FindSharableAsync(context);
        var grants = await Drive(item).ListGrantsAsync(item.Viewer, item.EntryId, context.RequestAborted);
        var body = new ShareListBody { Shares = [.. grants.Select(grant => Body(item, grant))] };
        await JsonAnswer.WriteAsync(context, 200, body, ContractsJsonContext.Default.ShareListBody);
    }

    public async Task PutAsync(HttpContext context)
    {
        var request = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.ShareRequest);
        var role = ShareNames.RoleOf(request.Access);
        var grantee = await FindGranteeAsync(context, request);
        var item = await FindSharableAsync(context);
        await ExecuteAsync(context, item, grantee, role);

        // Not with the caller's eyes: they may have shut themselves out.
        var grants = await Drive(item).ListGrantsAsync(viewer: null, item.EntryId, context.RequestAborted);
        var grant = grants.FirstOrDefault(one => one.EntryId == item.EntryId && one.Grantee.Id == grantee.Id && one.Grantee.Kind == grantee.Kind)
            ?? throw Problem.NotFound("The share was taken back at the same moment.");
        await JsonAnswer.WriteAsync(context, 200, Body(item, grant), ContractsJsonContext.Default.ShareBody);
    }

    public async Task DeleteAsync(HttpContext context)
    {
        var item = await FindSharableAsync(context);
        var granteeId = ItemAddress.RouteId(context, "grantee");
        var grants = await Drive(item).ListGrantsAsync(item.Viewer, item.EntryId, context.RequestAborted);

        // Links have an address of their own, where their passwords and counts go with them.
        var grant = grants.FirstOrDefault(
                one => one.EntryId == item.EntryId && one.Grantee.Id == granteeId && one.Grantee.Kind is not GranteeKind.Link)
            ?? throw Problem.NotFound("This item is not shared with them; what is inherited is taken back where it was given.");
        await ExecuteAsync(context, item, grant.Grantee, role: null);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Everything of the caller's on which anything is granted.</summary>
    public async Task ListMineAsync(HttpContext context)
    {
        var shares = await ListOfDriveAsync(Caller.Of(context).DriveId, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, 200, new ShareListBody { Shares = shares }, ContractsJsonContext.Default.ShareListBody);
    }

    /// <summary>Everything of a drive on which anything is granted.</summary>
    public async Task<List<ShareBody>> ListOfDriveAsync(Guid driveId, CancellationToken cancellationToken)
    {
        var drive = grains.GetGrain<IDriveGrain>(driveId);
        var shares = new List<ShareBody>();
        foreach (var entry in await drive.ListSharedAsync(cancellationToken))
        {
            var grants = await drive.ListGrantsAsync(viewer: null, entry.Id, cancellationToken);
            shares.AddRange(grants.Where(grant => grant.EntryId == entry.Id).Select(grant => Body(grant) with { Path = ItemBodies.PathOf(entry) }));
        }

        return shares;
    }

    private async Task ExecuteAsync(HttpContext context, TreeItem item, Grantee grantee, Role? role)
    {
        var caller = Caller.Of(context);
        DriveAnswer.Require(await Drive(item).ExecuteAsync(
            new DriveCommand.Share
            {
                OperationId = OperationKey.Of(context),
                DeviceId = caller.DeviceId,
                Viewer = item.Viewer,
                EntryId = item.EntryId,
                Grantee = grantee,
                Role = role,
                GrantedBy = caller.UserId,
                Origin = Audit.OriginOf(context),
            },
            context.RequestAborted));
    }

    // The grantee is not looked up: whether an address has an account is nobody's business.
    private async Task<Grantee> FindGranteeAsync(HttpContext context, ShareRequest request)
    {
        var caller = Caller.Of(context);
        switch (request)
        {
            case { Email: { } text, GroupId: null, Everyone: false }:
                var email = EmailAddress.Require(text);
                var id = EmailKeys.IdOf(email);
                return (await caller.Views.GetViewerAsync(context.RequestAborted)).Persons.Contains(id)
                    ? throw Problem.NotPossible("This is your own address.")
                    : new Grantee(GranteeKind.Person, id, email);
            case { Email: null, GroupId: { } groupId, Everyone: false }:
                return await grains.GetGrain<IGroupGrain>(groupId).GetAsync(context.RequestAborted) is { } group
                    && group.MemberIds.Contains(caller.UserId)
                    ? new Grantee(GranteeKind.Group, groupId, group.Name)
                    : throw Problem.NotFound("You are in no such group.");
            case { Email: null, GroupId: null, Everyone: true }:
                return new Grantee(GranteeKind.Everyone, Guid.Empty, "everyone");
            default:
                throw Problem.BadRequest("Say who: \"email\", or \"groupId\", or \"everyone\": true.");
        }
    }

    private static async Task<TreeItem> FindSharableAsync(HttpContext context)
    {
        var item = await ItemAddress.FindAsync(context);
        return item.Rights.HasFlag(Rights.Share) ? item : throw Problem.Forbidden("Only its owner and those with access \"admin\" may share this.");
    }

    private IDriveGrain Drive(TreeItem item) => grains.GetGrain<IDriveGrain>(item.DriveId);

    private static ShareBody Body(TreeItem item, EntryGrant grant) =>
        Body(grant) with { ItemId = grant.EntryId == item.EntryId ? item.Entry.Id : grant.EntryId };

    private static ShareBody Body(EntryGrant grant) => new()
    {
        ItemId = grant.EntryId,
        Grantee = ShareNames.Of(grant.Grantee),
        Access = ShareNames.Of(grant.Role),
        GrantedBy = grant.GrantedBy,
        GrantedAt = grant.GrantedAt,
    };
}
