using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Sharing;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Drives.Sharing;

/// <summary>
/// The permission function: what somebody may do with an entry. Every read and every command of somebody else than the owner asks it, in
/// the same step in which it is carried out.
/// </summary>
internal static class AccessRules
{
    /// <summary>
    /// The way from an entry to the root, with rights. Null where there is no such entry, where it or something above it is purged, and for
    /// the places of mounts, which are nobody's business but the owner's.
    /// </summary>
    public static async ValueTask<AccessWay?> WalkAsync(
        IAccessSource source, Viewer viewer, Guid driveId, Guid entryId, CancellationToken cancellationToken)
    {
        var rows = new List<EntryRow>();
        for (Guid? id = entryId; id is { } current; id = rows[^1].ParentId)
        {
            var row = await source.FindAsync(current, cancellationToken);
            if (row is null or { State: EntryState.Purging or EntryState.Closed } || row.DriveId != driveId || row.TargetEntryId is not null)
            {
                return null;
            }

            rows.Add(row);
        }

        var rights = new Rights[rows.Count];
        var inherited = viewer.Persons.Contains(source.OwnerId) ? Rights.All : Rights.None;
        for (var index = rows.Count - 1; index >= 0; index--)
        {
            rights[index] = inherited = Below(source, viewer, rows[index].Id, inherited);
        }

        return new AccessWay(rows, rights);
    }

    /// <summary>What somebody may do with an entry whose folder gives them <paramref name="inherited"/>.</summary>
    public static Rights Below(IAccessSource source, Viewer viewer, Guid entryId, Rights inherited)
    {
        if (viewer.Persons.Contains(source.OwnerId))
        {
            return Rights.All;
        }

        var grants = source.GrantsOn(entryId).Select(grant => new Grant(grant.Kind, grant.GranteeId, grant.Role!.Value));
        return GrantRules.Decide(grants, viewer.Persons, viewer.Groups) is { } role ? GrantRules.RightsOf(role) : inherited;
    }

    /// <summary>Whether the owner offers this very entry to the viewer.</summary>
    public static bool IsOfferedTo(IAccessSource source, Viewer? viewer, Guid entryId) => viewer is not null && source.GrantsOn(entryId).Any(
        grant => grant is { Role: Role.Owner, Kind: GranteeKind.Person } && viewer.Persons.Contains(grant.GranteeId));

    /// <summary>
    /// Null where the viewer may; else what to answer: that there is nothing, to whoever may not see it; that they may not, to whoever may.
    /// </summary>
    public static async ValueTask<DriveOutcome?> RefuseAsync(
        DriveBatch batch, Viewer? viewer, Guid entryId, Rights needed, DriveOutcome unseen, CancellationToken cancellationToken)
    {
        if (viewer is null)
        {
            return null;
        }

        var way = await WalkAsync(batch, viewer, batch.DriveId, entryId, cancellationToken);
        return way is null ? unseen
            : way.OfEntry.HasFlag(needed) ? null
            : way.OfEntry.HasFlag(Rights.Read) ? new DriveOutcome.Denied()
            : unseen;
    }
}
