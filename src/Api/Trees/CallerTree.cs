using System.Collections.Immutable;
using FileStorage.Api.Problems;
using FileStorage.Core.Entries;
using FileStorage.Core.Names;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.Trees;

/// <summary>
/// The one tree that a caller sees: their own drive, and in it, at the places that they chose, what others share with them. Every door
/// finds items here, so that rights are the same by whichever path one comes; the drives judge them once more when something is done.
/// </summary>
internal sealed class CallerTree(IGrainFactory grains, Guid driveId, SharedViews views) : ITree
{
    private IDriveGrain Own => grains.GetGrain<IDriveGrain>(driveId);

    /// <summary>The item with this id, live or in the trash, with its path where it has one; null where the caller sees none.</summary>
    public async Task<TreeItem?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await Own.FindAsync(id, cancellationToken) is { } entry)
        {
            return entry.Target is null ? OwnItem(entry) : await OpenAsync(entry, cancellationToken);
        }

        return await views.FindAsync(id, cancellationToken);
    }

    /// <exception cref="ProblemException">404.</exception>
    public async Task<TreeItem> GetAsync(Guid id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) ?? throw Problem.NotFound("There is no such item.");

    /// <summary>Follows a path of normalized names from the root.</summary>
    public async Task<TreeResolution> ResolveAsync(ImmutableArray<string> path, CancellationToken cancellationToken)
    {
        var own = await Own.ResolveAsync(path, cancellationToken);
        if (own.Deepest.Target is null)
        {
            var deepest = OwnItem(own.Deepest);
            return new TreeResolution(own.Entry is null ? null : deepest, deepest, own.Found);
        }

        var mount = own.Deepest with { Path = path[..own.Found] };
        return await OpenAsync(mount, cancellationToken) is { } root
            && await SharedFolders.ResolveAsync(grains, root, path[own.Found..], cancellationToken) is { } below
            ? below with { Found = own.Found + below.Found }
            : await ResolveAboveAsync(path[..(own.Found - 1)], cancellationToken);
    }

    /// <summary>A name in a folder; null where there is no such folder.</summary>
    public async Task<TreeResolution?> LookUpAsync(Guid folderId, string name, CancellationToken cancellationToken)
    {
        if (await Own.LookUpAsync(folderId, name, cancellationToken) is { Deepest.Target: null } own)
        {
            var deepest = OwnItem(own.Deepest);
            return new TreeResolution(own.Entry is null ? null : deepest, deepest, own.Found);
        }

        // Not the caller's own, or a mount: as the folder, or as what the name leads to.
        return await FindAsync(folderId, cancellationToken) is { Entry: { Kind: EntryKind.Folder, TrashedAt: null } } folder
            ? folder.View is null ? await LookUpMountAsync(folder, name, cancellationToken) : await SharedFolders.ResolveAsync(grains, folder, [name], cancellationToken)
            : null;
    }

    /// <summary>Items of a folder by name; null where there is no such folder.</summary>
    public async Task<(ImmutableArray<TreeItem> Items, string? Next)?> ListAsync(
        TreeItem folder, string? after, int limit, CancellationToken cancellationToken)
    {
        if (folder.View is not null)
        {
            return await SharedFolders.ListAsync(grains, folder, after, limit, cancellationToken);
        }

        if (await grains.GetGrain<IDriveGrain>(folder.DriveId).ListAsync(folder.EntryId, after, limit, cancellationToken) is not { } page)
        {
            return null;
        }

        var items = ImmutableArray.CreateBuilder<TreeItem>(page.Entries.Length);
        foreach (var entry in page.Entries)
        {
            var item = entry.Target is null
                ? OwnItem(entry)
                : await OpenAsync(entry with { Path = folder.Entry.Path.Add(entry.Name) }, cancellationToken);
            if (item is not null)
            {
                items.Add(item);
            }
        }

        return (items.DrainToImmutable(), SharedFolders.NextOf(page));
    }

    /// <summary>Makes what is missing of a path, all or nothing, from the deepest folder on it that is there.</summary>
    public Task<DriveOutcome> MakePathAsync(
        TreeResolution resolution, EntryPath path, Guid operationId, Guid deviceId, CancellationToken cancellationToken) =>
        resolution.Deepest.View is not null
            ? SharedFolders.MakePathAsync(grains, resolution, path, operationId, deviceId, cancellationToken)
            : grains.GetGrain<IDriveGrain>(resolution.Deepest.DriveId).ExecuteAsync(
                new DriveCommand.MakePath { OperationId = operationId, DeviceId = deviceId, Path = path.Names }, cancellationToken);

    /// <summary>The parts of other drives that have a place in the tree now, by the ids of their places.</summary>
    public Task<ImmutableArray<TreeItem>> ListMountsAsync(CancellationToken cancellationToken) => views.ListMountedAsync(cancellationToken);

    private static TreeItem OwnItem(Entry entry) => new() { Entry = entry, DriveId = entry.DriveId, EntryId = entry.Id };

    private async Task<TreeItem?> OpenAsync(Entry mount, CancellationToken cancellationToken) =>
        await views.OpenAsync(mount, cancellationToken);

    private async Task<TreeResolution?> LookUpMountAsync(TreeItem folder, string name, CancellationToken cancellationToken)
    {
        var resolution = await ResolveAsync(folder.Entry.Path.Add(name), cancellationToken);
        return resolution with { Found = resolution.Item is null ? 0 : 1 };
    }

    // The place is there and what was shown in it is not, to this caller: as if there were nothing.
    private async Task<TreeResolution> ResolveAboveAsync(ImmutableArray<string> path, CancellationToken cancellationToken)
    {
        var resolution = await Own.ResolveAsync(path, cancellationToken);
        return new TreeResolution(null, OwnItem(resolution.Deepest), resolution.Found);
    }
}
