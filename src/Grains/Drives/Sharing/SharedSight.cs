using System.Collections.Immutable;
using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Sharing;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Drives.Sharing;

/// <summary>
/// What somebody sees of some entries and below them. Judged by how things stand now: a change that a later one has overtaken is told by that
/// one, because whoever leaves sight leaves it with all below, and whoever comes into sight is told with all below.
/// </summary>
internal sealed class SharedSight(DriveNow access, DriveSharing sharing, Viewer viewer, Guid driveId, ImmutableArray<Guid> rootIds) : IFeedSight
{
    private readonly Dictionary<Guid, bool> _seen = [];

    public ImmutableArray<Guid> RootIds => rootIds;

    public async ValueTask<bool> SeesAsync(Guid entryId, CancellationToken cancellationToken)
    {
        if (!_seen.TryGetValue(entryId, out var isSeen))
        {
            isSeen = await AccessRules.WalkAsync(access, viewer, driveId, entryId, cancellationToken) is { } way && rootIds.Any(way.LeadsTo);
            _seen[entryId] = isSeen;
        }

        return isSeen;
    }

    public async ValueTask<FeedView> LookAsync(EntryRow now, IReadOnlyList<JournalRow> changes, CancellationToken cancellationToken)
    {
        if (rootIds.Contains(now.Id))
        {
            return await SeesAsync(now.Id, cancellationToken) ? FeedView.Seen : FeedView.Unseen;
        }

        if (await SeesAsync(now.Id, cancellationToken))
        {
            return now.Kind is EntryKind.Folder && !await CameFromSightAsync(changes, cancellationToken) ? FeedView.Entered : FeedView.Seen;
        }

        foreach (var row in changes)
        {
            var before = row.Kind is ChangeKind.Purged ? row.ParentId : row.FromParentId;
            if (before is { } parentId && await SeesAsync(parentId, cancellationToken))
            {
                return FeedView.Left;
            }
        }

        return FeedView.Unseen;
    }

    /// <summary>
    /// Whether a grant below a root that names the viewer changed. One on the root or above it decides whether they see any of it, not which.
    /// </summary>
    public async ValueTask<bool> MustBeginAnewAsync(long afterNumber, long upToNumber, CancellationToken cancellationToken)
    {
        foreach (var entryId in sharing.Shared)
        {
            var concerns = sharing.RowsOn(entryId).Any(
                grant => grant.Number > afterNumber && grant.Number <= upToNumber && viewer.IsNamedBy(grant.Kind, grant.GranteeId));
            if (concerns && await IsBelowRootAsync(entryId, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private async ValueTask<bool> CameFromSightAsync(IReadOnlyList<JournalRow> changes, CancellationToken cancellationToken)
    {
        foreach (var row in changes)
        {
            if (row.FromParentId is { } parentId && !await SeesAsync(parentId, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    private async ValueTask<bool> IsBelowRootAsync(Guid entryId, CancellationToken cancellationToken)
    {
        var current = await access.FindAsync(entryId, cancellationToken);
        while (current?.ParentId is { } parentId)
        {
            if (rootIds.Contains(parentId))
            {
                return true;
            }

            current = await access.FindAsync(parentId, cancellationToken);
        }

        return false;
    }
}
