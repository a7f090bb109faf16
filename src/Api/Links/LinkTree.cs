using System.Collections.Immutable;
using FileStorage.Api.Trees;
using FileStorage.Core.Entries;
using FileStorage.Core.Names;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.Links;

/// <summary>What a visitor of a public link sees: one item with all below it, as its drive judges it. With the right to put in alone, nothing.</summary>
internal sealed class LinkTree(IGrainFactory grains, TreeItem root) : ITree
{
    public TreeItem Root => root;

    private bool IsBlind => !root.Rights.HasFlag(Rights.Read);

    public async Task<TreeItem?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        if (IsBlind || await grains.GetGrain<IDriveGrain>(root.DriveId).FindAsAsync(root.Viewer!, id, cancellationToken) is not { } shared)
        {
            return null;
        }

        var depth = shared.WayIds.IndexOf(root.EntryId);
        return depth < 0
            ? null
            : root with
            {
                Entry = root.View!.Show(shared.Entry, shared.Entry.Path[(depth + 1)..]),
                EntryId = shared.Entry.Id,
                Rights = shared.Rights,
            };
    }

    public async Task<TreeResolution> ResolveAsync(ImmutableArray<string> path, CancellationToken cancellationToken) => IsBlind
        ? new TreeResolution(null, root, 0)
        : await SharedFolders.ResolveAsync(grains, root, path, cancellationToken) ?? throw LinkDoor.NoSuchLink();

    public async Task<TreeResolution?> LookUpAsync(Guid folderId, string name, CancellationToken cancellationToken)
    {
        if (IsBlind)
        {
            return folderId == root.EntryId ? new TreeResolution(null, root, 0) : null;
        }

        return await FindAsync(folderId, cancellationToken) is { Entry: { Kind: EntryKind.Folder, TrashedAt: null } } folder
            ? await SharedFolders.ResolveAsync(grains, folder, [name], cancellationToken)
            : null;
    }

    public Task<(ImmutableArray<TreeItem> Items, string? Next)?> ListAsync(
        TreeItem folder, string? after, int limit, CancellationToken cancellationToken) =>
        SharedFolders.ListAsync(grains, folder, after, limit, cancellationToken);

    public Task<DriveOutcome> MakePathAsync(
        TreeResolution resolution, EntryPath path, Guid operationId, Guid deviceId, CancellationToken cancellationToken) =>
        SharedFolders.MakePathAsync(grains, resolution, path, operationId, deviceId, cancellationToken);
}
