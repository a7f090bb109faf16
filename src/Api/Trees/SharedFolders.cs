using System.Collections.Immutable;
using FileStorage.Core.Names;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.Trees;

/// <summary>Ways through a part of somebody else's drive, which judges what may be seen of it.</summary>
internal static class SharedFolders
{
    /// <summary>Follows a path from an item of somebody else's; null where it may not be read.</summary>
    public static async Task<TreeResolution?> ResolveAsync(
        IGrainFactory grains, TreeItem root, ImmutableArray<string> path, CancellationToken cancellationToken)
    {
        if (path.IsEmpty)
        {
            return new TreeResolution(root, root, 0);
        }

        if (await grains.GetGrain<IDriveGrain>(root.DriveId).ResolveAsAsync(root.Viewer!, root.EntryId, path, cancellationToken)
            is not { } resolution)
        {
            return null;
        }

        var deepest = resolution.Found == 0 ? root : root with
        {
            Entry = root.ShowBelow(resolution.Deepest, resolution.Deepest.Path),
            EntryId = resolution.Deepest.Id,
            Rights = resolution.Rights,
        };
        return new TreeResolution(resolution.Entry is null ? null : deepest, deepest, resolution.Found);
    }

    /// <summary>Items of a folder by name; null where there is no such folder.</summary>
    public static async Task<(ImmutableArray<TreeItem> Items, string? Next)?> ListAsync(
        IGrainFactory grains, TreeItem folder, string? after, int limit, CancellationToken cancellationToken) =>
        await grains.GetGrain<IDriveGrain>(folder.DriveId).ListAsAsync(folder.Viewer!, folder.EntryId, after, limit, cancellationToken) is { } page
            ? ([.. page.Entries.Select(folder.Child)], NextOf(page))
            : null;

    /// <summary>Makes what is missing of a path, all or nothing, from the deepest folder on it that is there.</summary>
    public static Task<DriveOutcome> MakePathAsync(
        IGrainFactory grains, TreeResolution resolution, EntryPath path, Guid operationId, Guid deviceId, CancellationToken cancellationToken) =>
        grains.GetGrain<IDriveGrain>(resolution.Deepest.DriveId).ExecuteAsync(
            new DriveCommand.MakePath
            {
                OperationId = operationId,
                DeviceId = deviceId,
                Viewer = resolution.Deepest.Viewer,
                RootId = resolution.Deepest.EntryId,
                Path = path.Names[resolution.Found..],
            },
            cancellationToken);

    /// <summary>Where the next page begins, if there is one.</summary>
    public static string? NextOf(EntryPage page) => page.HasMore ? page.Entries[^1].Name : null;
}
