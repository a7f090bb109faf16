using System.Collections.Immutable;
using FileStorage.Api.Accounts;
using FileStorage.Api.Auditing;
using FileStorage.Api.Callers;
using FileStorage.Api.Files;
using FileStorage.Api.Items;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Accounts;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Groups;
using FileStorage.Grains.Interfaces.Sharing;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Sharing;

/// <summary>Lets people and groups in to items and shuts them out, whichever door whoever wants it comes by.</summary>
internal sealed class ShareCommands(IGrainFactory grains)
{
    /// <summary>The item, if the caller may share it.</summary>
    /// <exception cref="ProblemException">403.</exception>
    public static TreeItem RequireSharable(TreeItem item) =>
        item.Rights.HasFlag(Rights.Share) ? item : throw Problem.Forbidden("Only its owner and those with access \"admin\" may share this.");

    /// <summary>Grants on an item and on those above it that the caller may share.</summary>
    public Task<ImmutableArray<EntryGrant>> ListAsync(TreeItem item, CancellationToken cancellationToken) =>
        Drive(item).ListGrantsAsync(item.Viewer, item.EntryId, cancellationToken);

    /// <summary>Grants a role, in place of the one that the grantee had.</summary>
    /// <exception cref="ProblemException">It was not granted.</exception>
    public async Task<EntryGrant> GrantAsync(HttpContext context, TreeItem item, Grantee grantee, Role role)
    {
        await ExecuteAsync(context, item, grantee, role);

        // Not with the caller's eyes: they may have shut themselves out.
        var grants = await Drive(item).ListGrantsAsync(viewer: null, item.EntryId, context.RequestAborted);
        return grants.FirstOrDefault(one => one.EntryId == item.EntryId && one.Grantee.Id == grantee.Id && one.Grantee.Kind == grantee.Kind)
            ?? throw Problem.NotFound("The share was taken back at the same moment.");
    }

    /// <summary>Takes back what was granted on this very item.</summary>
    /// <exception cref="ProblemException">It was not taken back.</exception>
    public Task RevokeAsync(HttpContext context, TreeItem item, Grantee grantee) => ExecuteAsync(context, item, grantee, role: null);

    /// <summary>Whom an address means. It is not looked up: whether it has an account is nobody's business.</summary>
    /// <exception cref="ProblemException">400: no address; 409: the caller's own.</exception>
    public static async Task<Grantee> FindPersonAsync(Caller caller, string address, CancellationToken cancellationToken)
    {
        var email = EmailAddress.Require(address);
        var id = EmailKeys.IdOf(email);
        return (await caller.Views.GetViewerAsync(cancellationToken)).Persons.Contains(id)
            ? throw Problem.NotPossible("This is your own address.")
            : new Grantee(GranteeKind.Person, id, email);
    }

    /// <summary>A group that the caller is in.</summary>
    /// <exception cref="ProblemException">404.</exception>
    public async Task<Grantee> FindGroupAsync(Caller caller, Guid groupId, CancellationToken cancellationToken) =>
        await grains.GetGrain<IGroupGrain>(groupId).GetAsync(cancellationToken) is { } group && group.MemberIds.Contains(caller.UserId)
            ? new Grantee(GranteeKind.Group, groupId, group.Name)
            : throw Problem.NotFound("You are in no such group.");

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

    private IDriveGrain Drive(TreeItem item) => grains.GetGrain<IDriveGrain>(item.DriveId);
}
