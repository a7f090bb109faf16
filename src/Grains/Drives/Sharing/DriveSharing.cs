using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Drives.Sharing;

/// <summary>All grants and all mounts of one drive, which are few: read once by an activation, then kept as it commits.</summary>
internal sealed class DriveSharing(IDriveStore store, Guid driveId)
{
    /// <summary>Grants of one drive, those included that were taken back and are not forgotten yet.</summary>
    public const int MaxGrants = PageLimit.Max;

    /// <summary>Places in one drive where something of others is shown.</summary>
    public const int MaxMounts = 1000;

    private readonly Dictionary<Guid, List<GrantRow>> _grants = [];
    private readonly Dictionary<Guid, EntryRow> _mounts = [];

    public int GrantCount { get; private set; }

    public IReadOnlyCollection<EntryRow> Mounts => _mounts.Values;

    /// <summary>Entries on which something is granted, or was.</summary>
    public IReadOnlyCollection<Guid> Shared => _grants.Keys;

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var grant in await store.ListGrantsAsync(driveId, MaxGrants, cancellationToken))
        {
            Put(grant);
        }

        foreach (var mount in await store.ListMountsAsync(driveId, PageLimit.Max, cancellationToken))
        {
            _mounts[mount.Id] = mount;
        }
    }

    /// <summary>Grants on an entry, those that were taken back included.</summary>
    public IReadOnlyList<GrantRow> RowsOn(Guid entryId) => _grants.TryGetValue(entryId, out var grants) ? grants : [];

    /// <summary>Grants whose grantees were not told of their last change.</summary>
    public List<GrantRow> ListUntold(int limit) => [.. _grants.Values.SelectMany(grants => grants).Where(grant => !grant.IsTold).Take(limit)];

    /// <summary>Takes over what was committed.</summary>
    public void Apply(DriveBatch batch)
    {
        foreach (var grant in batch.ChangedGrants)
        {
            Put(grant);
        }

        foreach (var row in batch.ChangedEntries.Where(row => row.TargetEntryId is not null))
        {
            _mounts[row.Id] = row;
        }

        foreach (var id in batch.DeletedEntries)
        {
            _mounts.Remove(id);
        }

        if (batch.ForgetJournalUpTo > 0)
        {
            Forget(batch.ForgetJournalUpTo);
        }
    }

    private void Put(GrantRow grant)
    {
        if (!_grants.TryGetValue(grant.EntryId, out var grants))
        {
            _grants[grant.EntryId] = grants = [];
        }

        var index = grants.FindIndex(known => known.Kind == grant.Kind && known.GranteeId == grant.GranteeId);
        if (index >= 0)
        {
            grants[index] = grant;
        }
        else
        {
            grants.Add(grant);
            GrantCount++;
        }
    }

    private void Forget(long upTo)
    {
        foreach (var (entryId, grants) in _grants)
        {
            GrantCount -= grants.RemoveAll(grant => grant is { Role: null, IsTold: true } && grant.Number <= upTo);
            if (grants.Count == 0)
            {
                _grants.Remove(entryId);
            }
        }
    }
}
