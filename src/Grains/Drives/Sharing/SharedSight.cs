using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Sharing;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Drives.Sharing;

/// <summary>
/// What somebody sees of an entry and below it. Judged by how things stand now: a change that a later one has overtaken is told by that
/// one, because whoever leaves sight leaves it with all below, and whoever comes into sight is told with all below.
/// </summary>
internal sealed class SharedSight(DriveNow access, DriveSharing sharing, Viewer viewer, Guid driveId, Guid rootId) : IFeedSight
{
    private readonly Dictionary<Guid, bool> _seen = [];

    public Guid RootId => rootId;

    public async ValueTask<bool> SeesAsync(Guid entryId, CancellationToken cancellationToken)
    {
        if (!_seen.TryGetValue(entryId, out var isSeen))
        {
            isSeen = await AccessRules.WalkAsync(access, viewer, driveId, entryId, cancellationToken) is { } way && way.LeadsTo(rootId);
            _seen[entryId] = isSeen;
        }

        return isSeen;
    }

    public async ValueTask<FeedView> LookAsync(EntryRow now, IReadOnlyList<JournalRow> changes, CancellationToken cancellationToken)
    {
        if (now.Id == rootId)
        {
            return FeedView.Seen;
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
    /// Whether a grant below the root that names the viewer changed. One on the root or above it decides whether they see any of it, not which.
    /// </summary>
    public async ValueTask<bool> MustBeginAnewAsync(long afterNumber, long upToNumber, CancellationToken cancellationToken)
    {
        foreach (var entryId in sharing.Shared)
        {
            var concerns = sharing.RowsOn(entryId).Any(
                grant => grant.Number > afterNumber && grant.Number <= upToNumber && viewer.IsNamedBy(grant.Kind, grant.GranteeId));
            if (concerns && entryId != rootId && await IsBelowRootAsync(entryId, cancellationToken))
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
        for (Guid? id = entryId; id is { } current; id = (await access.FindAsync(current, cancellationToken))?.ParentId)
        {
            if (current == rootId)
            {
                return true;
            }
        }

        return false;
    }
}
