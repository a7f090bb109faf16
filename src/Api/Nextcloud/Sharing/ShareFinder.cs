using FileStorage.Api.Callers;
using FileStorage.Api.Sharing;
using FileStorage.Api.Trees;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Sharing;

namespace FileStorage.Api.Nextcloud.Sharing;

/// <summary>Finds what a caller shares: on one item, in one folder, or anywhere.</summary>
internal sealed class ShareFinder(IGrainFactory grains, ShareCommands commands)
{
    /// <summary>Grants on this very item, as far as the caller may see them: those of people, groups and links.</summary>
    public async Task<List<(TreeItem Item, EntryGrant Grant)>> ListOfItemAsync(TreeItem item, CancellationToken cancellationToken) =>
        item.Rights.HasFlag(Rights.Share)
            ? [.. (await commands.ListAsync(item, cancellationToken)).Where(grant => grant.EntryId == item.EntryId && IsShare(grant)).Select(grant => (item, grant))]
            : [];

    /// <summary>Grants on anything that the caller may share.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="folder">Only on what lies in it itself; null: wherever it lies.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    public async Task<List<(TreeItem Item, EntryGrant Grant)>> ListAsync(Caller caller, TreeItem? folder, CancellationToken cancellationToken)
    {
        var shares = new List<(TreeItem, EntryGrant)>();
        foreach (var driveId in folder is null ? await ListDrivesAsync(caller, cancellationToken) : [folder.DriveId])
        {
            var isOwn = driveId == caller.DriveId;
            var viewer = isOwn ? null : await caller.Views.GetViewerAsync(cancellationToken);
            foreach (var mark in await grains.GetGrain<IDriveGrain>(driveId).ListShareMarksAsync(viewer, cancellationToken))
            {
                var item = isOwn
                    ? await caller.Tree.FindAsync(mark.EntryId, cancellationToken)
                    : await caller.Views.FindSharedAsync(driveId, mark.EntryId, cancellationToken);
                if (item is { Entry.TrashedAt: null } && (folder is null || item.Entry.ParentId == folder.Entry.Id))
                {
                    shares.AddRange(await ListOfItemAsync(item, cancellationToken));
                }
            }
        }

        return shares;
    }

    // The caller's own, and those of which something was shared with them.
    private static async Task<IEnumerable<Guid>> ListDrivesAsync(Caller caller, CancellationToken cancellationToken) =>
        (await caller.Views.ListReceivedAsync(cancellationToken)).Select(share => share.DriveId).Prepend(caller.DriveId).Distinct();

    private static bool IsShare(EntryGrant grant) => grant.Role is not Role.Denied && grant.Grantee.Kind is not GranteeKind.Everyone;
}
