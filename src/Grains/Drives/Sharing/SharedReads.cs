using System.Collections.Immutable;
using FileStorage.Core.Entries;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Sharing;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Drives.Sharing;

/// <summary>A drive as somebody sees it to whom some of it may be shared. What they may not read does not exist for them.</summary>
internal sealed class SharedReads(IDriveStore store, DriveTree tree, IAccessSource access, DriveCommitter committer)
{
    private Guid DriveId => committer.Drive.Id;

    private long Epoch => committer.Drive.Epoch;

    public async Task<SharedEntry?> FindAsync(Viewer viewer, Guid entryId, CancellationToken cancellationToken)
    {
        if (await WalkAsync(viewer, entryId, cancellationToken) is not { } way)
        {
            return null;
        }

        var readable = way.Readable;

        // Whoever may only put files in sees the folder itself and nothing in it.
        if (readable == 0 && !(way.OfEntry.HasFlag(Rights.Create) && IsNamedOn(viewer, entryId)))
        {
            return null;
        }

        var rows = way.Rows.Take(Math.Max(readable, 1)).Reverse().ToList();
        return new SharedEntry
        {
            Entry = way.Entry.ToEntry(Epoch, [.. rows.Select(row => row.Name)]),
            Rights = way.OfEntry,
            WayIds = [.. rows.Select(row => row.Id)],
            OwnerId = access.OwnerId,
            IsReachable = way.Rows.All(row => row.State is EntryState.Live),
        };
    }

    public async Task<Resolution?> ResolveAsync(
        Viewer viewer, Guid rootId, ImmutableArray<string> path, CancellationToken cancellationToken)
    {
        if (await FindReadableAsync(viewer, rootId, cancellationToken) is not { } way)
        {
            return null;
        }

        var deepest = way.Entry;
        var rights = way.OfEntry;

        // A live path does not begin in the trash.
        if (way.Rows.Any(row => row.State is not EntryState.Live))
        {
            return null;
        }

        for (var found = 0; found < path.Length; found++)
        {
            var child = await tree.FindChildAsync(new ChildKey(deepest.Id, path[found]), cancellationToken);
            if (child is null || RightsOf(viewer, child, rights) is not { } below)
            {
                return new Resolution { Entry = null, Deepest = deepest.ToEntry(Epoch, path[..found]), Found = found, Rights = rights };
            }

            (deepest, rights) = (child, below);
        }

        var entry = deepest.ToEntry(Epoch, path);
        return new Resolution { Entry = entry, Deepest = entry, Found = path.Length, Rights = rights };
    }

    public async Task<EntryPage?> ListAsync(
        Viewer viewer, Guid folderId, string? afterName, int size, CancellationToken cancellationToken)
    {
        if (await FindReadableAsync(viewer, folderId, cancellationToken) is not { Entry: { Kind: EntryKind.Folder, State: EntryState.Live } } way)
        {
            return null;
        }

        var entries = ImmutableArray.CreateBuilder<Entry>();
        while (true)
        {
            var rows = await store.ListChildrenAsync(DriveId, folderId, afterName, size + 1, cancellationToken);
            foreach (var row in rows.Where(row => RightsOf(viewer, row, way.OfEntry) is not null))
            {
                if (entries.Count == size)
                {
                    return new EntryPage { Entries = entries.DrainToImmutable(), HasMore = true };
                }

                entries.Add(row.ToEntry(Epoch));
            }

            if (rows.Count <= size)
            {
                return new EntryPage { Entries = entries.DrainToImmutable(), HasMore = false };
            }

            afterName = rows[^1].Name;
        }
    }

    public async Task<EntryPage> ListTrashAsync(
        Viewer viewer, Guid rootId, Guid? after, int size, CancellationToken cancellationToken)
    {
        var entries = ImmutableArray.CreateBuilder<Entry>();
        while (true)
        {
            var rows = await store.ListTrashAsync(DriveId, after, size + 1, cancellationToken);
            foreach (var row in rows)
            {
                if (await FindReadableAsync(viewer, row.Id, cancellationToken) is not { } way || row.Id == rootId || !way.LeadsTo(rootId))
                {
                    continue;
                }

                if (entries.Count == size)
                {
                    return new EntryPage { Entries = entries.DrainToImmutable(), HasMore = true };
                }

                var names = way.Rows.TakeWhile(one => one.Id != rootId).Reverse().Select(one => one.Name);
                entries.Add(row.ToEntry(Epoch, [.. names]));
            }

            if (rows.Count <= size)
            {
                return new EntryPage { Entries = entries.DrainToImmutable(), HasMore = false };
            }

            after = rows[^1].Id;
        }
    }

    public async Task<ImmutableArray<EntryGrant>> ListGrantsAsync(Viewer? viewer, Guid entryId, CancellationToken cancellationToken)
    {
        // The owner as a viewer: they may share everything.
        viewer ??= new Viewer { Persons = [access.OwnerId] };
        if (await WalkAsync(viewer, entryId, cancellationToken) is not { } way)
        {
            return [];
        }

        var grants = ImmutableArray.CreateBuilder<EntryGrant>();
        for (var index = 0; index < way.Rows.Count && way.Rights[index].HasFlag(Rights.Share); index++)
        {
            grants.AddRange(access.GrantsOn(way.Rows[index].Id).Select(ToGrant));
        }

        return grants.DrainToImmutable();
    }

    /// <summary>What kinds of grants there are on entries that a viewer (null: the owner) may share; what denies is none.</summary>
    public async Task<ImmutableArray<ShareMark>> ListMarksAsync(
        IReadOnlyCollection<Guid> entryIds, Viewer? viewer, CancellationToken cancellationToken)
    {
        var marks = ImmutableArray.CreateBuilder<ShareMark>();
        foreach (var entryId in entryIds.Order().ToList())
        {
            var kinds = access.GrantsOn(entryId).Where(grant => grant.Role is not Role.Denied).Select(grant => grant.Kind).ToHashSet();
            if (kinds.Count > 0
                && (viewer is null || await WalkAsync(viewer, entryId, cancellationToken) is { } way && way.OfEntry.HasFlag(Rights.Share)))
            {
                marks.Add(new ShareMark
                {
                    EntryId = entryId,
                    ToPersons = kinds.Contains(GranteeKind.Person),
                    ToGroups = kinds.Contains(GranteeKind.Group),
                    ToLinks = kinds.Contains(GranteeKind.Link),
                });
            }
        }

        return marks.DrainToImmutable();
    }

    private static EntryGrant ToGrant(GrantRow row) => new()
    {
        EntryId = row.EntryId,
        Grantee = new Grantee(row.Kind, row.GranteeId, row.Label),
        Role = row.Role!.Value,
        GrantedBy = row.GrantedBy,
        GrantedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.AtUnixMilliseconds),
    };

    private ValueTask<AccessWay?> WalkAsync(Viewer viewer, Guid entryId, CancellationToken cancellationToken) =>
        AccessRules.WalkAsync(access, viewer, DriveId, entryId, cancellationToken);

    private async ValueTask<AccessWay?> FindReadableAsync(Viewer viewer, Guid entryId, CancellationToken cancellationToken) =>
        await WalkAsync(viewer, entryId, cancellationToken) is { Readable: > 0 } way ? way : null;

    // Null for what the viewer may not read.
    private Rights? RightsOf(Viewer viewer, EntryRow row, Rights inherited) =>
        row.TargetEntryId is null && AccessRules.Below(access, viewer, row.Id, inherited) is var rights && rights.HasFlag(Rights.Read)
            ? rights
            : null;

    private bool IsNamedOn(Viewer viewer, Guid entryId) =>
        access.GrantsOn(entryId).Any(grant => viewer.IsNamedBy(grant.Kind, grant.GranteeId));
}
