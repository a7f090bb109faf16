using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Changes;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Sharing;

namespace FileStorage.Api.Changes;

/// <summary>
/// The changes of everything that a caller sees, as one feed with one cursor: their own drive, and of each other drive what is
/// mounted.
/// </summary>
internal sealed class ChangeFeed(IGrainFactory grains)
{
    /// <summary>The drives of others of which something may be mounted.</summary>
    public static async Task<ImmutableArray<Guid>> SharedDrivesOfAsync(IGrainFactory grains, Caller caller, CancellationToken cancellationToken)
    {
        var mounts = await grains.GetGrain<IDriveGrain>(caller.DriveId).ListMountsAsync(cancellationToken);
        return [.. mounts.Where(mount => mount.IsReachable).Select(mount => mount.Entry.Target!.DriveId).Distinct()];
    }

    /// <exception cref="ProblemException">400: no cursor of ours. 410: begin again without one.</exception>
    public static FeedCursor? Parse(Caller caller, string? text)
    {
        if (text is null)
        {
            return null;
        }

        var cursor = FeedCursor.TryParse(text) ?? throw Problem.BadRequest("\"cursor\" is none that this address has answered.");

        // A cursor that knows nothing of the caller's own drive was made for somebody else.
        return cursor.Of(caller.DriveId) is not null ? cursor : throw Problem.Resync();
    }

    /// <summary>One page. Mounts that the cursor does not know are listed; those that the caller does not see any more are left out.</summary>
    /// <exception cref="ProblemException">410: begin again without a cursor.</exception>
    public async Task<ChangesBody> ReadAsync(Caller caller, FeedCursor? cursor, int limit, CancellationToken cancellationToken)
    {
        // Not the views of the request: it may have waited long, and what was taken back meanwhile is not told.
        var views = new SharedViews(grains, caller.UserId, caller.DriveId);
        var mounted = await views.ListMountedAsync(cancellationToken);
        var page = new FeedPage(limit);
        var own = await ReadOwnAsync(caller.DriveId, cursor?.Of(caller.DriveId)?.Cursor, limit, cancellationToken);
        page.Add(new FeedPart(caller.DriveId, Stamp: 0, own.Cursor), own.HasMore, own.Changes.Select(change => ShowOwn(change, mounted)));

        foreach (var mounts in mounted.GroupBy(mount => mount.DriveId).OrderBy(mounts => mounts.Key))
        {
            await ReadSharedAsync(page, mounts.Key, [.. mounts], cursor, cancellationToken);
        }

        return page.ToBody();
    }

    private async Task ReadSharedAsync(
        FeedPage page, Guid driveId, ImmutableArray<TreeItem> mounts, FeedCursor? cursor, CancellationToken cancellationToken)
    {
        var known = cursor?.Of(driveId);
        if (page.Room == 0)
        {
            page.Postpone(known);
            return;
        }

        // What the caller saw in another group or at other places may be more than there is now.
        var viewer = mounts[0].Viewer!;
        var stamp = StampOf(viewer, mounts);
        var isAnew = known is null || known.Stamp != stamp;
        var outcome = await grains.GetGrain<IDriveGrain>(driveId).ReadChangesAsAsync(
            viewer, [.. mounts.Select(mount => mount.EntryId)], isAnew ? null : known!.Cursor, page.Room, cancellationToken);
        switch (outcome)
        {
            case ChangeOutcome.Resync:
                page.Add(new FeedPart(driveId, Stamp: -1, known!.Cursor), hasMore: true, []);
                return;
            case ChangeOutcome.Page changes:
                var shown = changes.Changes.Select(change => Show(change, mounts));
                var isReset = changes.IsReset || (isAnew && cursor is not null);
                page.Add(
                    new FeedPart(driveId, stamp, changes.Cursor),
                    changes.HasMore,
                    isReset ? mounts.Select(ChangeBodies.Reset).Concat(shown) : shown);
                return;
            default:
                throw new InvalidOperationException($"{outcome.GetType().Name} is no known outcome.");
        }
    }

    // A mount is shown as what it shows.
    private static ChangeBody ShowOwn(DriveChange change, ImmutableArray<TreeItem> mounted) =>
        change.Entry.Target is not null && !change.IsPurged && mounted.FirstOrDefault(mount => mount.Entry.Id == change.Entry.Id) is { } mount
            ? ChangeBodies.Of(change with { Entry = mount.Entry }, mount)
            : ChangeBodies.Of(change, mount: null);

    // By the place where it is shown: the mount itself, or what lies in it.
    private static ChangeBody Show(DriveChange change, ImmutableArray<TreeItem> mounts)
    {
        if (change.IsPurged)
        {
            return ChangeBodies.Of(change, mount: null);
        }

        var root = mounts.FirstOrDefault(mount => mount.EntryId == change.Entry.Id);
        var parent = mounts.FirstOrDefault(mount => mount.EntryId == change.Entry.ParentId);
        return ChangeBodies.Of(change with { Entry = (root ?? parent ?? mounts[0]).View!.Show(change.Entry, below: default) }, root);
    }

    private async Task<ChangeOutcome.Page> ReadOwnAsync(
        Guid driveId, DriveCursor? cursor, int limit, CancellationToken cancellationToken) =>
        await grains.GetGrain<IDriveGrain>(driveId).ReadChangesAsync(cursor, limit, cancellationToken) switch
        {
            ChangeOutcome.Page page => page,
            ChangeOutcome.Resync { IsOfAnotherEpoch: true } => throw Problem.WentBack(),
            ChangeOutcome.Resync => throw Problem.Resync(),
            var outcome => throw new InvalidOperationException($"{outcome.GetType().Name} is no known outcome."),
        };

    private static long StampOf(Viewer viewer, ImmutableArray<TreeItem> mounts)
    {
        var ids = viewer.Groups.Concat(mounts.SelectMany(mount => new[] { mount.Entry.Id, mount.EntryId })).Order();
        return BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData([.. ids.SelectMany(id => id.ToByteArray(bigEndian: true))])) & long.MaxValue;
    }
}
