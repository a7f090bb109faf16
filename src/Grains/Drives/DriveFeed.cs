using FileStorage.Core.Entries;
using FileStorage.Grains.Drives.Sharing;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Drives;

/// <summary>
/// What a device is told of as much of a drive as it sees: first a listing, which pages while changes go on, then the journal from where it stood when the
/// listing began. Whatever changes during the listing is in the journal after that, so nothing is lost; some of it is told twice.
/// </summary>
internal sealed class DriveFeed(IDriveStore store, DriveTree tree, DriveCommitter committer, IFeedSight sight)
{
    private readonly List<DriveChange> _changes = [];

    private Guid DriveId => committer.Drive.Id;

    private long Epoch => committer.Drive.Epoch;

    /// <summary>The newest row that this activation has committed and its memory shows.</summary>
    private long Newest => committer.Drive.NextNumber - 1;

    public async Task<ChangeOutcome> ReadAsync(DriveCursor? cursor, int limit, CancellationToken cancellationToken)
    {
        cursor ??= await BeginAsync(cancellationToken);
        if (cursor.Epoch != Epoch || cursor.Number > Newest)
        {
            return new ChangeOutcome.Resync { IsOfAnotherEpoch = cursor.Epoch != Epoch };
        }

        return cursor.Listing is null
            ? await ReadJournalAsync(cursor, limit, cancellationToken)
            : await ListAsync(cursor, cursor.Listing, limit, cancellationToken);
    }

    private async Task<ChangeOutcome> ReadJournalAsync(DriveCursor cursor, int limit, CancellationToken cancellationToken)
    {
        // A commit may be in the rows before it is in memory; it is told when both show it.
        var newest = Newest;
        var rows = await store.ReadJournalAsync(DriveId, cursor.Number, limit, cancellationToken);
        rows.RemoveAll(row => row.Number > newest);
        if (rows is [] ? cursor.Number < newest : rows[0].Number != cursor.Number + 1)
        {
            return new ChangeOutcome.Resync();
        }

        if (await sight.MustBeginAnewAsync(cursor.Number, newest, cancellationToken))
        {
            return await BeginAnewAsync(cancellationToken);
        }

        // Each entry once, where it changed last: what is purged comes after whatever happened below it before.
        foreach (var changes in rows.GroupBy(row => row.EntryId).OrderBy(changes => changes.Last().Number))
        {
            var last = changes.Last();
            var now = await tree.FindAsync(changes.Key, cancellationToken) ?? last.ToEntryRow();
            switch (await sight.LookAsync(now, [.. changes], cancellationToken))
            {
                case FeedView.Seen:
                    Tell(now, last);
                    break;
                case FeedView.Left:
                    TellGone(now.Id, last);
                    break;
                case FeedView.Entered:
                    return await BeginAnewAsync(cancellationToken);
                case FeedView.Unseen:
                    break;
                case var view:
                    throw new InvalidOperationException($"{view} is no known view.");
            }
        }

        var number = rows is [.., var end] ? end.Number : cursor.Number;
        return Page(cursor with { Number = number }, number < Newest);
    }

    private async Task<DriveCursor> BeginAsync(CancellationToken cancellationToken)
    {
        var cursor = new DriveCursor
        {
            Epoch = Epoch,
            Number = Newest,
            Listing = new ListingPlace { InFolders = false, EntryId = Guid.Empty },
        };
        foreach (var rootId in sight.RootIds)
        {
            if (await sight.SeesAsync(rootId, cancellationToken))
            {
                TellListed(await FindRootAsync(rootId, cancellationToken), cursor);
            }
        }

        return cursor;
    }

    // What came into sight has no rows of its own in the journal: everything is told again.
    private async Task<ChangeOutcome> BeginAnewAsync(CancellationToken cancellationToken)
    {
        _changes.Clear();
        var cursor = await BeginAsync(cancellationToken);
        return new ChangeOutcome.Page { Changes = [.. _changes], Cursor = cursor, HasMore = true, IsReset = true };
    }

    private async ValueTask<EntryRow> FindRootAsync(Guid rootId, CancellationToken cancellationToken) =>
        await tree.FindAsync(rootId, cancellationToken)
            ?? throw new InvalidOperationException($"Drive {DriveId} has no folder {rootId}.");

    private async Task<ChangeOutcome> ListAsync(DriveCursor cursor, ListingPlace place, int limit, CancellationToken cancellationToken)
    {
        ListingPlace? next = place;
        if (!place.InFolders)
        {
            next = await ListTrashAsync(cursor, place, limit, cancellationToken);
        }

        if (next is { InFolders: true } && _changes.Count < limit)
        {
            next = await ListFoldersAsync(cursor, next, limit, cancellationToken);
        }

        return Page(cursor with { Listing = next }, next is not null || cursor.Number < Newest);
    }

    private async Task<ListingPlace> ListTrashAsync(
        DriveCursor cursor, ListingPlace place, int limit, CancellationToken cancellationToken)
    {
        var room = limit - _changes.Count;
        if (room <= 0)
        {
            return place;
        }

        var rows = await store.ListTrashAsync(DriveId, place.EntryId, room, cancellationToken);
        foreach (var row in rows)
        {
            await TellIfSeenAsync(row, cursor, cancellationToken);
        }

        return rows.Count == room
            ? place with { EntryId = rows[^1].Id }
            : new ListingPlace { InFolders = true, EntryId = Guid.Empty };
    }

    /// <summary>Where to go on; null at the end. Reads at most as many folders as the page holds changes.</summary>
    private async Task<ListingPlace?> ListFoldersAsync(
        DriveCursor cursor, ListingPlace place, int limit, CancellationToken cancellationToken)
    {
        var isThere = new Dictionary<Guid, bool>();
        if (place.Name is { } name && await ListChildrenAsync(cursor, place.EntryId, name, limit, isThere, cancellationToken) is { } rest)
        {
            return rest;
        }

        var folders = await store.ListFoldersAsync(DriveId, place.EntryId, limit, cancellationToken);
        foreach (var folder in folders)
        {
            if (await ListChildrenAsync(cursor, folder.Id, afterName: null, limit, isThere, cancellationToken) is { } more)
            {
                return more;
            }
        }

        return folders.Count < limit ? null : new ListingPlace { InFolders = true, EntryId = folders[^1].Id };
    }

    /// <summary>The place in this folder where the page is full; null where all its children are told.</summary>
    private async Task<ListingPlace?> ListChildrenAsync(
        DriveCursor cursor,
        Guid folderId,
        string? afterName,
        int limit,
        Dictionary<Guid, bool> isThere,
        CancellationToken cancellationToken)
    {
        if (_changes.Count >= limit)
        {
            return new ListingPlace { InFolders = true, EntryId = folderId, Name = afterName ?? "" };
        }

        if (!await IsThereAsync(folderId, isThere, cancellationToken) || !await sight.SeesAsync(folderId, cancellationToken))
        {
            return null;
        }

        var room = limit - _changes.Count;
        var rows = await store.ListChildrenAsync(DriveId, folderId, afterName, room, cancellationToken);
        foreach (var row in rows)
        {
            await TellIfSeenAsync(row, cursor, cancellationToken);
        }

        return rows.Count < room ? null : new ListingPlace { InFolders = true, EntryId = folderId, Name = rows[^1].Name };
    }

    // What lies below a purged folder goes away without a row of the journal each: it must not be told after the folder is purged.
    private async ValueTask<bool> IsThereAsync(Guid folderId, Dictionary<Guid, bool> known, CancellationToken cancellationToken)
    {
        var way = new List<Guid>();
        var result = true;
        for (Guid? id = folderId; id is { } current; way.Add(current))
        {
            if (known.TryGetValue(current, out result))
            {
                break;
            }

            var row = await tree.FindAsync(current, cancellationToken);
            result = row is { State: not (EntryState.Purging or EntryState.Closed) };
            id = result ? row!.ParentId : null;
        }

        way.ForEach(id => known[id] = result);
        return result;
    }

    private void Tell(EntryRow now, JournalRow row) => _changes.Add(new DriveChange
    {
        Kind = row.Kind,
        Number = row.Number,
        At = DateTimeOffset.FromUnixTimeMilliseconds(row.AtUnixMilliseconds),
        DeviceId = row.DeviceId ?? Guid.Empty,
        Entry = now.ToEntry(Epoch),
        IsPurged = now.State is EntryState.Purging or EntryState.Closed,
    });

    // Nothing but its id: what it is now is not for those who do not see it.
    private void TellGone(Guid entryId, JournalRow row) => _changes.Add(new DriveChange
    {
        Kind = ChangeKind.Purged,
        Number = row.Number,
        At = DateTimeOffset.FromUnixTimeMilliseconds(row.AtUnixMilliseconds),
        Entry = new Entry
        {
            Id = entryId,
            DriveId = DriveId,
            ParentId = Guid.Empty,
            Name = "",
            Kind = row.EntryKind,
            Etag = "",
            ModifiedAt = DateTimeOffset.UnixEpoch,
        },
        IsPurged = true,
    });

    private async ValueTask TellIfSeenAsync(EntryRow row, DriveCursor cursor, CancellationToken cancellationToken)
    {
        if (!sight.RootIds.Contains(row.Id) && await sight.SeesAsync(row.Id, cancellationToken))
        {
            TellListed(row, cursor);
        }
    }

    private void TellListed(EntryRow row, DriveCursor cursor) => _changes.Add(new DriveChange
    {
        Kind = null,
        Number = cursor.Number,
        At = null,
        Entry = row.ToEntry(Epoch),
    });

    private ChangeOutcome.Page Page(DriveCursor cursor, bool hasMore) =>
        new() { Changes = [.. _changes], Cursor = cursor, HasMore = hasMore };
}
