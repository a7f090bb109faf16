using System.Collections.Immutable;
using FileStorage.Core.Names;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.Trees;

/// <summary>The items that somebody sees, by path and by id.</summary>
internal interface ITree
{
    /// <summary>The item with this id, live or in the trash, with its path where it has one; null where they see none.</summary>
    Task<TreeItem?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Follows a path of normalized names from the root.</summary>
    Task<TreeResolution> ResolveAsync(ImmutableArray<string> path, CancellationToken cancellationToken);

    /// <summary>A name in a folder; null where there is no such folder.</summary>
    Task<TreeResolution?> LookUpAsync(Guid folderId, string name, CancellationToken cancellationToken);

    /// <summary>Items of a folder by name; null where there is no such folder.</summary>
    Task<(ImmutableArray<TreeItem> Items, string? Next)?> ListAsync(
        TreeItem folder, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Makes what is missing of a path, all or nothing, from the deepest folder on it that is there.</summary>
    Task<DriveOutcome> MakePathAsync(
        TreeResolution resolution, EntryPath path, Guid operationId, Guid deviceId, CancellationToken cancellationToken);
}
