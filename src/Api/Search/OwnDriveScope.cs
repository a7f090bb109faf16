using System.Collections.Immutable;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Items;
using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Search;

namespace FileStorage.Api.Search;

/// <summary>The caller's own drive.</summary>
internal sealed class OwnDriveScope(IGrainFactory grains) : ISearchScope
{
    public Task<ImmutableArray<SearchFolder>> ListAsync(Caller caller, Guid? ownerId, CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<SearchFolder>>(
            ownerId is { } owner && owner != caller.UserId ? [] : [new SearchFolder(caller.DriveId, caller.DriveId)]);

    public async Task<SearchFolder?> FindAsync(Caller caller, string idOrPath, CancellationToken cancellationToken)
    {
        var drive = grains.GetGrain<IDriveGrain>(caller.DriveId);
        var entry = Guid.TryParse(idOrPath, out var id)
            ? await drive.FindAsync(id, cancellationToken)
            : (await drive.ResolveAsync(ItemAddress.Path(idOrPath).Names, cancellationToken)).Entry;
        return entry is { Kind: EntryKind.Folder } ? new SearchFolder(caller.DriveId, entry.Id) : null;
    }

    public async Task<ItemBody?> ConfirmAsync(Caller caller, SearchFinding finding, bool inTrash, CancellationToken cancellationToken)
    {
        if (finding.DriveId != caller.DriveId)
        {
            return null;
        }

        var drive = grains.GetGrain<IDriveGrain>(caller.DriveId);
        if (await drive.FindAsync(finding.EntryId, cancellationToken) is not { } entry)
        {
            return null;
        }

        // What lies below a trashed folder does not say so itself, but no path leads to it.
        var isThere = entry.TrashedAt is null
            && (await drive.ResolveAsync(entry.Path, cancellationToken)).Entry?.Id == entry.Id;
        return isThere != inTrash ? ItemBodies.WithPath(entry) : null;
    }
}
