using System.Collections.Immutable;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Accounts;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Sharing;

namespace FileStorage.Api.Trees;

/// <summary>What others share with one caller: found by asking their drives, every time, so that what was taken back is gone at once.</summary>
internal sealed class SharedViews(IGrainFactory grains, Guid userId, Guid driveId)
{
    private Task<Viewer>? _viewer;

    /// <summary>The names by which permissions know the caller; asked once a request.</summary>
    public Task<Viewer> GetViewerAsync(CancellationToken cancellationToken) =>
        _viewer ??= grains.GetGrain<IUserGrain>(userId).GetViewerAsync(cancellationToken);

    /// <summary>
    /// What a mount shows. Null where the caller may not see it any more: then the mount itself goes too, so that its name is free.
    /// </summary>
    /// <param name="mount">With its path.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async Task<TreeItem?> OpenAsync(Entry mount, CancellationToken cancellationToken)
    {
        var viewer = await GetViewerAsync(cancellationToken);
        var target = mount.Target!;
        if (await grains.GetGrain<IDriveGrain>(target.DriveId).FindAsAsync(viewer, target.EntryId, cancellationToken) is not { } shared
            || !shared.Rights.HasFlag(Rights.Read))
        {
            await RemoveAsync(mount, cancellationToken);
            return null;
        }

        // What its owner has put into the trash is not shown, and may come back.
        if (shared.Entry.TrashedAt is not null)
        {
            return null;
        }

        var view = ViewOf(shared, viewer) with { RootId = target.EntryId, Mount = mount, BasePath = mount.Path };
        return new TreeItem
        {
            Entry = view.Show(shared.Entry, []) with { TrashedAt = mount.TrashedAt },
            DriveId = target.DriveId,
            EntryId = target.EntryId,
            View = view,
            Rights = shared.Rights,
        };
    }

    /// <summary>An item of another drive by its own id.</summary>
    public async Task<TreeItem?> FindAsync(Guid entryId, CancellationToken cancellationToken)
    {
        var mounts = await grains.GetGrain<IDriveGrain>(driveId).ListMountsAsync(cancellationToken);
        var viewer = await GetViewerAsync(cancellationToken);
        var drives = mounts.Select(mount => mount.Entry.Target!.DriveId)
            .Concat((await ListReceivedAsync(cancellationToken)).Select(share => share.DriveId))
            .Distinct();
        foreach (var drive in drives)
        {
            if (await grains.GetGrain<IDriveGrain>(drive).FindAsAsync(viewer, entryId, cancellationToken) is { } shared
                && shared.Rights.HasFlag(Rights.Read))
            {
                return Place(shared, viewer, mounts);
            }
        }

        return null;
    }

    /// <summary>An item of one drive of somebody else's, also one into which the caller may only put files; null where they see none.</summary>
    public async Task<TreeItem?> FindSharedAsync(Guid otherDriveId, Guid entryId, CancellationToken cancellationToken)
    {
        var viewer = await GetViewerAsync(cancellationToken);
        var mounts = await grains.GetGrain<IDriveGrain>(driveId).ListMountsAsync(cancellationToken);
        return await grains.GetGrain<IDriveGrain>(otherDriveId).FindAsAsync(viewer, entryId, cancellationToken) is { } shared
            ? Place(shared, viewer, mounts)
            : null;
    }

    /// <summary>What is mounted at places that are live, and may be seen.</summary>
    public async Task<ImmutableArray<TreeItem>> ListMountedAsync(CancellationToken cancellationToken)
    {
        var items = ImmutableArray.CreateBuilder<TreeItem>();
        foreach (var mount in await grains.GetGrain<IDriveGrain>(driveId).ListMountsAsync(cancellationToken))
        {
            if (mount.IsReachable && await OpenAsync(mount.Entry, cancellationToken) is { } item)
            {
                items.Add(item);
            }
        }

        return items.DrainToImmutable();
    }

    /// <summary>The grants of which the caller was told: to them, their address and their groups.</summary>
    public async Task<ImmutableArray<ReceivedShare>> ListReceivedAsync(CancellationToken cancellationToken)
    {
        var viewer = await GetViewerAsync(cancellationToken);
        var lists = await Task.WhenAll(viewer.Persons.Concat(viewer.Groups)
            .Select(id => grains.GetGrain<IGranteeGrain>(id).ListAsync(cancellationToken)));
        return [.. lists.SelectMany(list => list)];
    }

    private static TreeView ViewOf(SharedEntry shared, Viewer viewer) => new()
    {
        DriveId = shared.Entry.DriveId,
        RootId = shared.WayIds[0],
        Viewer = viewer,
        OwnerId = shared.OwnerId,
    };

    private static TreeItem Place(SharedEntry shared, Viewer viewer, ImmutableArray<Mount> mounts)
    {
        // The nearest mount above the item, of those that are live.
        var mount = shared.WayIds.Reverse()
            .Select(id => mounts.FirstOrDefault(
                one => one.IsReachable && one.Entry.Target == new MountTarget(shared.Entry.DriveId, id)))
            .FirstOrDefault(found => found is not null)?.Entry;
        var view = ViewOf(shared, viewer);
        if (mount is not null)
        {
            view = view with { RootId = mount.Target!.EntryId, Mount = mount, BasePath = mount.Path };
        }

        var depth = shared.WayIds.IndexOf(view.RootId);
        return new TreeItem
        {
            Entry = view.Show(shared.Entry, shared.Entry.Path[(depth + 1)..]),
            DriveId = shared.Entry.DriveId,
            EntryId = shared.Entry.Id,
            View = view,
            Rights = shared.Rights,
        };
    }

    // Only on a clear answer that there is nothing to see, never because a drive did not answer.
    private async Task RemoveAsync(Entry mount, CancellationToken cancellationToken)
    {
        var own = grains.GetGrain<IDriveGrain>(driveId);
        if (mount.TrashedAt is null)
        {
            await own.ExecuteAsync(
                new DriveCommand.Trash { OperationId = Guid.CreateVersion7(), DeviceId = Guid.Empty, EntryId = mount.Id }, cancellationToken);
        }

        await own.ExecuteAsync(
            new DriveCommand.Purge { OperationId = Guid.CreateVersion7(), DeviceId = Guid.Empty, EntryId = mount.Id }, cancellationToken);
    }
}
