using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Drives;

/// <summary>
/// What a drive's activation remembers of its durable rows. Bounded; whatever is not here is read. Calls interleave, so what was
/// read is only remembered if nothing was committed meanwhile.
/// </summary>
internal sealed class DriveTree(IDriveStore store, Guid driveId)
{
    /// <summary>Remembered rows and places; beyond it everything is forgotten and read anew. About 60 MB.</summary>
    private const int MaxRemembered = 100_000;

    private readonly Dictionary<Guid, EntryRow> _entries = [];

    /// <summary>Which entry lives at a place; null: known to be none.</summary>
    private readonly Dictionary<ChildKey, Guid?> _places = [];

    /// <summary>Folders all of whose children are remembered, because they were made by this activation.</summary>
    private readonly HashSet<Guid> _whole = [];

    private long _commits;

    private bool IsFull => _entries.Count + _places.Count > MaxRemembered;

    /// <summary>The entry, of whatever state, or null.</summary>
    public async ValueTask<EntryRow?> FindAsync(Guid entryId, CancellationToken cancellationToken)
    {
        if (_entries.TryGetValue(entryId, out var known))
        {
            return known;
        }

        var commits = _commits;
        var row = await store.FindEntryAsync(driveId, entryId, cancellationToken);
        if (row is not null && commits == _commits && !IsFull)
        {
            _entries[entryId] = row;
        }

        return row;
    }

    /// <summary>The live entry at a place, or null.</summary>
    public async ValueTask<EntryRow?> FindChildAsync(ChildKey place, CancellationToken cancellationToken)
    {
        if (_places.TryGetValue(place, out var id))
        {
            return id is null ? null : await FindAsync(id.Value, cancellationToken);
        }

        if (_whole.Contains(place.ParentId))
        {
            return null;
        }

        var commits = _commits;
        var row = await store.FindChildAsync(driveId, place.ParentId, place.Name, cancellationToken);
        if (commits == _commits && !IsFull)
        {
            _places[place] = row?.Id;
            if (row is not null)
            {
                _entries[row.Id] = row;
            }
        }

        return row;
    }

    /// <summary>Takes over what was committed.</summary>
    public void Apply(DriveBatch batch)
    {
        _commits++;
        if (IsFull)
        {
            Forget();
        }

        foreach (var id in batch.DeletedEntries)
        {
            _entries.Remove(id);
            _whole.Remove(id);
        }

        foreach (var row in batch.ChangedEntries)
        {
            _entries[row.Id] = row;
        }

        foreach (var (place, id) in batch.ChangedPlaces)
        {
            _places[place] = id;
        }

        foreach (var id in batch.NewFolders)
        {
            _whole.Add(id);
        }
    }

    /// <summary>Forgets everything; the next look-ups read the rows.</summary>
    public void Forget()
    {
        _commits++;
        _entries.Clear();
        _places.Clear();
        _whole.Clear();
    }
}
