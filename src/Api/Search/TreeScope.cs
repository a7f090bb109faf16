using System.Collections.Immutable;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Items;
using FileStorage.Api.Trees;
using FileStorage.Core.Entries;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Search;

namespace FileStorage.Api.Search;

/// <summary>The caller's own drive, and what others share with them, whether or not it has a place in their tree.</summary>
internal sealed class TreeScope(IGrainFactory grains) : ISearchScope
{
    /// <summary>Most shares that are searched; those received last count.</summary>
    private const int MaxShares = 256;

    public async Task<ImmutableArray<SearchFolder>> ListAsync(Caller caller, Guid? ownerId, CancellationToken cancellationToken)
    {
        var folders = ImmutableArray.CreateBuilder<SearchFolder>();
        if (ownerId is null || ownerId == caller.UserId)
        {
            folders.Add(new SearchFolder(caller.DriveId, caller.DriveId));
        }

        if (ownerId == caller.UserId)
        {
            return folders.DrainToImmutable();
        }

        foreach (var share in await ListSharesAsync(caller, cancellationToken))
        {
            if (await caller.Views.FindSharedAsync(share.DriveId, share.FolderId, cancellationToken) is { View: { } view } item
                && item.Rights.HasFlag(Rights.Read)
                && (ownerId is null || view.OwnerId == ownerId))
            {
                folders.Add(share);
            }
        }

        return folders.DrainToImmutable();
    }

    public async Task<ImmutableArray<SearchFolder>> FindAsync(Caller caller, string idOrPath, CancellationToken cancellationToken)
    {
        var folder = Guid.TryParse(idOrPath, out var id)
            ? await caller.Tree.FindAsync(id, cancellationToken)
            : (await caller.Tree.ResolveAsync(ItemAddress.Path(idOrPath).Names, cancellationToken)).Item;
        if (folder is not { Entry.Kind: EntryKind.Folder } || !folder.Rights.HasFlag(Rights.Read))
        {
            return [];
        }

        var found = new SearchFolder(folder.DriveId, folder.EntryId);
        if (folder.View is not null)
        {
            return [found];
        }

        var mounts = await caller.Tree.ListMountsAsync(cancellationToken);
        return
        [
            found,
            .. mounts.Where(mount => IsBelow(mount, folder)).Select(mount => new SearchFolder(mount.DriveId, mount.EntryId)).Take(MaxShares),
        ];
    }

    public async Task<ItemBody?> ConfirmAsync(Caller caller, SearchFinding finding, bool inTrash, CancellationToken cancellationToken)
    {
        var item = finding.DriveId == caller.DriveId
            ? await ConfirmOwnAsync(caller, finding, inTrash, cancellationToken)
            : await ConfirmSharedAsync(caller, finding, inTrash, cancellationToken);
        return item is null ? null : ItemBodies.WithPath(item);
    }

    private async Task<TreeItem?> ConfirmOwnAsync(Caller caller, SearchFinding finding, bool inTrash, CancellationToken cancellationToken)
    {
        var drive = grains.GetGrain<IDriveGrain>(caller.DriveId);
        if (await drive.FindAsync(finding.EntryId, cancellationToken) is not { } entry)
        {
            return null;
        }

        // What lies below a trashed folder does not say so itself, but no path leads to it.
        var isThere = entry.TrashedAt is null
            && (await drive.ResolveAsync(entry.Path, cancellationToken)).Entry?.Id == entry.Id;
        if (isThere == inTrash)
        {
            return null;
        }

        return entry.Target is null
            ? new TreeItem { Entry = entry, DriveId = entry.DriveId, EntryId = entry.Id }
            : await caller.Tree.FindAsync(entry.Id, cancellationToken);
    }

    private async Task<TreeItem?> ConfirmSharedAsync(Caller caller, SearchFinding finding, bool inTrash, CancellationToken cancellationToken)
    {
        if (await caller.Views.FindSharedAsync(finding.DriveId, finding.EntryId, cancellationToken) is not { } item
            || !item.Rights.HasFlag(Rights.Read))
        {
            return null;
        }

        // The drive follows no path, not even the empty one, from an entry that is in the trash or below something that is.
        var isThere = await grains.GetGrain<IDriveGrain>(finding.DriveId)
            .ResolveAsAsync(item.Viewer!, finding.EntryId, [], cancellationToken) is not null;
        return isThere != inTrash ? item : null;
    }

    private static async Task<List<SearchFolder>> ListSharesAsync(Caller caller, CancellationToken cancellationToken)
    {
        var received = await caller.Views.ListReceivedAsync(cancellationToken);
        return
        [
            .. received.OrderByDescending(share => share.At)
                .Select(share => new SearchFolder(share.DriveId, share.EntryId))
                .Where(share => share.DriveId != caller.DriveId)
                .Distinct()
                .Take(MaxShares),
        ];
    }

    private static bool IsBelow(TreeItem mount, TreeItem folder) =>
        !mount.Entry.Path.IsDefault && mount.Entry.Path.Take(folder.Entry.Path.Length).SequenceEqual(folder.Entry.Path);
}
