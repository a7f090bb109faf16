using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Sharing;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Sharing;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Sharing;

/// <summary>Who may do what with an item: list, let in, shut out.</summary>
internal sealed class Shares(IGrainFactory grains, ShareCommands commands)
{
    public async Task ListAsync(HttpContext context)
    {
        var item = await FindSharableAsync(context);
        var grants = await commands.ListAsync(item, context.RequestAborted);
        var body = new ShareListBody { Shares = [.. grants.Select(grant => Body(item, grant))] };
        await JsonAnswer.WriteAsync(context, 200, body, ContractsJsonContext.Default.ShareListBody);
    }

    public async Task PutAsync(HttpContext context)
    {
        var request = await JsonBody.ReadAsync(context, ContractsJsonContext.Default.ShareRequest);
        var role = ShareNames.RoleOf(request.Access);
        var grantee = await FindGranteeAsync(context, request);
        var item = await FindSharableAsync(context);
        var grant = await commands.GrantAsync(context, item, grantee, role);
        await JsonAnswer.WriteAsync(context, 200, Body(item, grant), ContractsJsonContext.Default.ShareBody);
    }

    public async Task DeleteAsync(HttpContext context)
    {
        var item = await FindSharableAsync(context);
        var granteeId = ItemAddress.RouteId(context, "grantee");
        var grants = await commands.ListAsync(item, context.RequestAborted);

        // Links have an address of their own, where their passwords and counts go with them.
        var grant = grants.FirstOrDefault(
                one => one.EntryId == item.EntryId && one.Grantee.Id == granteeId && one.Grantee.Kind is not GranteeKind.Link)
            ?? throw Problem.NotFound("This item is not shared with them; what is inherited is taken back where it was given.");
        await commands.RevokeAsync(context, item, grant.Grantee);
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

    private async Task<Grantee> FindGranteeAsync(HttpContext context, ShareRequest request) => request switch
    {
        { Email: { } email, GroupId: null, Everyone: false } => await ShareCommands.FindPersonAsync(Caller.Of(context), email, context.RequestAborted),
        { Email: null, GroupId: { } groupId, Everyone: false } => await commands.FindGroupAsync(Caller.Of(context), groupId, context.RequestAborted),
        { Email: null, GroupId: null, Everyone: true } => new Grantee(GranteeKind.Everyone, Guid.Empty, "everyone"),
        _ => throw Problem.BadRequest("Say who: \"email\", or \"groupId\", or \"everyone\": true."),
    };

    private static async Task<TreeItem> FindSharableAsync(HttpContext context) => ShareCommands.RequireSharable(await ItemAddress.FindAsync(context));

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
