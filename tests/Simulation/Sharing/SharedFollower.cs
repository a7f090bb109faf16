using System.Collections.Immutable;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Sharing;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Inventory;
using FileStorage.Tests.Simulation.Service;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Tests.Simulation.Sharing;

/// <summary>
/// A device that follows what may be seen of two folders of somebody else's through everything that fails, and ends with exactly that:
/// compared with the rows by a rule of its own.
/// </summary>
internal sealed class SharedFollower(ServiceWorld world, Guid driveId, Viewer viewer, ImmutableArray<Guid> roots, int limit)
{
    private const int MaxRows = 10_000;

    private readonly Dictionary<Guid, DriveChange> _tree = [];
    private ImmutableArray<Guid> _seen = [];
    private DriveCursor? _cursor;

    private IDriveGrain Drive => world.Cluster.Client.GetGrain<IDriveGrain>(driveId);

    public async Task FollowAsync()
    {
        bool more;
        do
        {
            // As the gateway does: what may be seen is asked first, and with other places everything begins anew.
            var seen = ImmutableArray.CreateBuilder<Guid>();
            foreach (var root in roots)
            {
                if (await world.RepeatAsync(() => Drive.FindAsAsync(viewer, root)) is { Entry.TrashedAt: null } found && found.Rights.HasFlag(Rights.Read))
                {
                    seen.Add(root);
                }
            }

            if (!seen.SequenceEqual(_seen))
            {
                _seen = seen.ToImmutable();
                _cursor = null;
                _tree.Clear();
            }

            more = _seen.Length > 0 && await ReadAsync();
        }
        while (more);
    }

    /// <summary>Compares with the rows; called when all is at rest and everything was read. How many entries were compared.</summary>
    public async Task<int> VerifyAsync()
    {
        var rows = (await world.Truth.GetRequiredService<IInventoryStore>().ListEntriesAsync(null, MaxRows, CancellationToken.None))
            .Where(row => row.DriveId == driveId).ToDictionary(row => row.Id);
        var grants = (await world.Truth.GetRequiredService<IDriveStore>().ListGrantsAsync(driveId, MaxRows, CancellationToken.None))
            .Where(grant => grant.Role is not null).ToLookup(grant => grant.EntryId);
        var expected = rows.Values.Where(row => !roots.Contains(row.Id) && _seen.Any(root => IsSeenBelow(row, root, rows, grants)))
            .Select(row => (row.Id, row.ParentId!.Value, row.Name, row.VersionId ?? Guid.Empty, row.State is EntryState.Trashed));
        var told = _tree.Values.Where(change => !roots.Contains(change.Entry.Id) && IsKnown(change))
            .Select(change => (change.Entry.Id, change.Entry.ParentId, change.Entry.Name, change.Entry.VersionId, change.Entry.TrashedAt is not null))
            .ToList();

        Assert.Equal(expected.Order(), told.Order());
        return told.Count;
    }

    private async Task<bool> ReadAsync()
    {
        switch (await world.RepeatAsync(() => Drive.ReadChangesAsAsync(viewer, _seen, _cursor, limit)))
        {
            case ChangeOutcome.Page page:
                if (page.IsReset)
                {
                    _tree.Clear();
                }

                foreach (var change in page.Changes)
                {
                    _tree[change.Entry.Id] = change;
                }

                _cursor = page.Cursor;
                return page.HasMore;
            case var outcome:
                throw new InvalidOperationException($"{outcome} was not expected.");
        }
    }

    private bool IsKnown(DriveChange change)
    {
        for (var current = change; !current.IsPurged; current = _tree[current.Entry.ParentId])
        {
            if (roots.Contains(current.Entry.Id))
            {
                return true;
            }

            if (!_tree.ContainsKey(current.Entry.ParentId))
            {
                return false;
            }
        }

        return false;
    }

    // From the top down, so as not to be the rule that is tested.
    private bool IsSeenBelow(EntryRow row, Guid rootId, Dictionary<Guid, EntryRow> rows, ILookup<Guid, GrantRow> grants)
    {
        var way = new List<EntryRow>();
        for (var current = row; current is not null; current = current.ParentId is { } parentId ? rows.GetValueOrDefault(parentId) : null)
        {
            way.Insert(0, current);
        }

        if (way[0].ParentId is not null || way.Exists(one => one.State is EntryState.Purging))
        {
            return false;
        }

        var role = Role.Denied;
        var isBelow = false;
        foreach (var one in way)
        {
            var own = grants[one.Id].ToList();
            var mine = own.Where(grant => viewer.Persons.Contains(grant.GranteeId)).Select(grant => grant.Role!.Value).ToList();
            var ours = own.Where(grant => viewer.Groups.Contains(grant.GranteeId)).Select(grant => grant.Role!.Value).ToList();
            role = mine.Count > 0 ? mine.Max() : ours.Count > 0 ? ours.Max() : own.Exists(grant => grant.Kind is GranteeKind.Everyone) ? Role.Denied : role;
            isBelow |= one.Id == rootId;
            if (isBelow && role < Role.Read)
            {
                return false;
            }
        }

        return isBelow;
    }
}
