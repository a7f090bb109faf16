using System.Collections.Immutable;
using FileStorage.Api.Trees;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.WebDav;

namespace FileStorage.Api.WebDav.Locks;

/// <summary>The locks that a request meets, drive by drive, each read once.</summary>
internal sealed class LockTable(IGrainFactory grains)
{
    private readonly Dictionary<Guid, DavDriveState> _drives = [];

    /// <summary>What WebDAV keeps of a drive.</summary>
    public async ValueTask<DavDriveState> ReadAsync(Guid driveId, CancellationToken cancellationToken)
    {
        if (!_drives.TryGetValue(driveId, out var state))
        {
            state = await grains.GetGrain<IDavDriveGrain>(driveId).ReadAsync(cancellationToken);
            _drives[driveId] = state;
        }

        return state;
    }

    /// <summary>The locks that cover an item: its own, and deep ones of what lies above.</summary>
    public async ValueTask<ImmutableArray<DavLock>> CoveringAsync(TreeItem item, CancellationToken cancellationToken)
    {
        var state = await ReadAsync(item.DriveId, cancellationToken);
        if (state.Locks.IsEmpty)
        {
            return [];
        }

        var way = await WayAsync(item.DriveId, item.EntryId, cancellationToken);
        return state.Locks.RemoveAll(one => !one.Covers(way));
    }

    /// <summary>The locks of what lies below an item.</summary>
    public async ValueTask<ImmutableArray<DavLock>> BelowAsync(TreeItem item, CancellationToken cancellationToken)
    {
        var state = await ReadAsync(item.DriveId, cancellationToken);
        return state.Locks.RemoveAll(one => one.EntryId == item.EntryId || !one.IsWithin(item.EntryId));
    }

    /// <summary>Ids from an entry up to the root of its drive.</summary>
    public async Task<ImmutableArray<Guid>> WayAsync(Guid driveId, Guid entryId, CancellationToken cancellationToken)
    {
        var drive = grains.GetGrain<IDriveGrain>(driveId);
        var way = ImmutableArray.CreateBuilder<Guid>();
        for (var id = entryId; id != Guid.Empty;)
        {
            way.Add(id);
            id = (await drive.FindAsync(id, cancellationToken))?.ParentId ?? Guid.Empty;
        }

        return way.DrainToImmutable();
    }
}
