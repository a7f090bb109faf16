using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Drives.Sharing;

/// <summary>A drive's grants as a batch leaves them: those there were, under those that its commands make or change.</summary>
internal sealed class BatchGrants(DriveSharing sharing)
{
    private readonly List<GrantRow> _changed = [];

    /// <summary>Made or changed by the batch, with all their new values.</summary>
    public IReadOnlyList<GrantRow> Changed => _changed;

    /// <summary>How many there were not before.</summary>
    public int NewCount { get; private set; }

    /// <summary>Grants on an entry that were not taken back.</summary>
    public IEnumerable<GrantRow> On(Guid entryId) => RowsOn(entryId).Where(static grant => grant.Role is not null);

    /// <summary>Grants on an entry, those that were taken back included.</summary>
    public IEnumerable<GrantRow> RowsOn(Guid entryId) => _changed.Count == 0
        ? sharing.RowsOn(entryId)
        : sharing.RowsOn(entryId)
            .Where(grant => !_changed.Exists(changed => IsSame(changed, grant)))
            .Concat(_changed.Where(changed => changed.EntryId == entryId));

    /// <summary>Makes a grant, or gives it new values.</summary>
    public void Put(GrantRow grant)
    {
        if (_changed.RemoveAll(changed => IsSame(changed, grant)) == 0 && !sharing.RowsOn(grant.EntryId).Any(known => IsSame(known, grant)))
        {
            NewCount++;
        }

        _changed.Add(grant);
    }

    private static bool IsSame(GrantRow one, GrantRow other) =>
        one.EntryId == other.EntryId && one.Kind == other.Kind && one.GranteeId == other.GranteeId;
}
