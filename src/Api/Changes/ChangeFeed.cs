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

/// <summary>The changes of everything that a caller sees, as one feed with one cursor: their own drive, and below each mount a part of another one.</summary>
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

        var stamp = mounted.IsEmpty ? 0 : StampOf(await views.GetViewerAsync(cancellationToken));
        foreach (var mount in mounted)
        {
            await ReadMountAsync(page, mount, cursor, stamp, cancellationToken);
        }

        return page.ToBody();
    }

    private async Task ReadMountAsync(FeedPage page, TreeItem mount, FeedCursor? cursor, long stamp, CancellationToken cancellationToken)
    {
        var view = mount.View!;
        var known = cursor?.Of(mount.Entry.Id);
        if (page.Room == 0)
        {
            page.Postpone(known);
            return;
        }

        // What the caller saw under other circumstances, or before the mount was away, may be more than there is now.
        var isAnew = known is null || known.Stamp != stamp;
        var outcome = await grains.GetGrain<IDriveGrain>(view.DriveId).ReadChangesAsAsync(
            view.Viewer, view.RootId, isAnew ? null : known!.Cursor, page.Room, cancellationToken);
        switch (outcome)
        {
            case null:
                return;
            case ChangeOutcome.Resync:
                page.Add(new FeedPart(mount.Entry.Id, Stamp: -1, known!.Cursor), hasMore: true, []);
                return;
            case ChangeOutcome.Page changes:
                var shown = changes.Changes.Select(change => Show(change, mount));
                page.Add(
                    new FeedPart(mount.Entry.Id, stamp, changes.Cursor),
                    changes.HasMore,
                    isAnew && cursor is not null ? shown.Prepend(ChangeBodies.Reset(mount)) : shown);
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

    private static ChangeBody Show(DriveChange change, TreeItem mount)
    {
        var isRoot = change.Entry.Id == mount.View!.RootId;
        var entry = change.IsPurged ? change.Entry : mount.View.Show(change.Entry, below: default);
        return ChangeBodies.Of(change with { Entry = entry }, isRoot ? mount : null);
    }

    private async Task<ChangeOutcome.Page> ReadOwnAsync(
        Guid driveId, DriveCursor? cursor, int limit, CancellationToken cancellationToken) =>
        await grains.GetGrain<IDriveGrain>(driveId).ReadChangesAsync(cursor, limit, cancellationToken) switch
        {
            ChangeOutcome.Page page => page,
            ChangeOutcome.Resync => throw Problem.Resync(),
            var outcome => throw new InvalidOperationException($"{outcome.GetType().Name} is no known outcome."),
        };

    private static long StampOf(Viewer viewer)
    {
        var bytes = viewer.Groups.Order().SelectMany(group => group.ToByteArray(bigEndian: true)).ToArray();
        return BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(bytes)) & long.MaxValue;
    }
}
