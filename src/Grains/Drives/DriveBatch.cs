using FileStorage.Core.Entries;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Drives.Sharing;
using FileStorage.Storage.Metadata.Audit;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Drives;

/// <summary>
/// The commands of one group commit while they are decided: each sees what those before it changed, nobody else does. Becomes one
/// transaction.
/// </summary>
internal sealed class DriveBatch(DriveRow drive, DriveTree tree, DriveSharing sharing, long nowUnixMilliseconds, bool isCareful) : IAccessSource
{
    private readonly Dictionary<Guid, EntryRow> _changed = [];
    private readonly HashSet<Guid> _inserted = [];
    private readonly HashSet<Guid> _vacated = [];
    private readonly HashSet<Guid> _deleted = [];
    private readonly HashSet<Guid> _newFolders = [];
    private readonly Dictionary<ChildKey, Guid?> _places = [];
    private readonly List<JournalRow> _journal = [];
    private readonly List<Guid> _consumed = [];
    private readonly List<Guid> _dropped = [];
    private readonly List<Guid> _refused = [];
    private readonly List<Guid> _forgotten = [];
    private readonly List<RewindRow> _rewinds = [];
    private readonly List<Guid> _thinned = [];

    private readonly BatchGrants _grants = new(sharing);
    private readonly List<AuditRow> _audit = [];
    private int _newMounts;

    /// <summary>Folders something below which changed: they get the batch's last number as their etag.</summary>
    private readonly HashSet<Guid> _touched = [];

    /// <summary>Those of them of which nothing but the etag changes.</summary>
    private readonly HashSet<Guid> _onlyTouched = [];

    /// <summary>Depth of folders known to be reachable from the root; void after any command that changes the tree's shape.</summary>
    private readonly Dictionary<Guid, int> _reachable = [];

    private readonly Dictionary<Guid, Guid> _operations = [];

    /// <summary>
    /// Whether each version's inbox row is looked up before it is shown. Without, the write itself finds out, and the batch is decided
    /// once more: a late repeat is so rare that it need not cost every upload a read.
    /// </summary>
    public bool IsCareful => isCareful;

    public Guid DriveId => drive.Id;

    public Guid OwnerId => drive.OwnerId;

    public long Epoch => drive.Epoch;

    public long QuotaBytes { get; set; } = drive.QuotaBytes;

    public long UsedBytes { get; set; } = drive.UsedBytes;

    /// <summary>How long history is kept, as it is stored.</summary>
    public string? Policy { get; set; } = drive.Policy;

    public long NowUnixMilliseconds => nowUnixMilliseconds;

    /// <summary>Rows of the journal up to this number are forgotten; 0 for none.</summary>
    public long ForgetJournalUpTo { get; set; }

    /// <summary>The number the next journal row will get.</summary>
    public long NextNumber { get; private set; } = drive.NextNumber;

    public IReadOnlyCollection<EntryRow> ChangedEntries => _changed.Values;

    public IReadOnlyDictionary<ChildKey, Guid?> ChangedPlaces => _places;

    public IReadOnlyCollection<Guid> DeletedEntries => _deleted;

    public IReadOnlyCollection<Guid> NewFolders => _newFolders;

    public IReadOnlyCollection<GrantRow> ChangedGrants => _grants.Changed;

    public int GrantCount => sharing.GrantCount + _grants.NewCount;

    public int MountCount => sharing.Mounts.Count + _newMounts;

    public bool HasChanges =>
        _changed.Count > 0
        || _deleted.Count > 0
        || _consumed.Count > 0
        || _dropped.Count > 0
        || _refused.Count > 0
        || _forgotten.Count > 0
        || _grants.Changed.Count > 0
        || _rewinds.Count > 0
        || _thinned.Count > 0
        || Policy != drive.Policy
        || _audit.Count > 0
        || ForgetJournalUpTo > 0
        || QuotaBytes != drive.QuotaBytes
        || UsedBytes != drive.UsedBytes;

    /// <summary>What the commands of this batch have recorded so far.</summary>
    public IReadOnlyList<JournalRow> Journal => _journal;

    /// <summary>Rewinds that begin or end with this batch.</summary>
    public IReadOnlyList<RewindRow> Rewinds => _rewinds;

    public ValueTask<EntryRow?> FindAsync(Guid entryId, CancellationToken cancellationToken)
    {
        if (_deleted.Contains(entryId))
        {
            return ValueTask.FromResult<EntryRow?>(null);
        }

        return _changed.TryGetValue(entryId, out var row)
            ? ValueTask.FromResult<EntryRow?>(row)
            : tree.FindAsync(entryId, cancellationToken);
    }

    /// <summary>The live entry at a place, or null.</summary>
    public async ValueTask<EntryRow?> FindChildAsync(Guid parentId, string name, CancellationToken cancellationToken)
    {
        var place = new ChildKey(parentId, name);
        if (_places.TryGetValue(place, out var id))
        {
            return id is null ? null : await FindAsync(id.Value, cancellationToken);
        }

        if (_newFolders.Contains(parentId))
        {
            return null;
        }

        var row = await tree.FindChildAsync(place, cancellationToken);
        return row is null ? null : await FindAsync(row.Id, cancellationToken);
    }

    /// <summary>The depth of a folder (the root has 0), or null where it is no folder of this drive, or not reachable from the root by live folders only.</summary>
    public async ValueTask<int?> FindDepthAsync(Guid folderId, CancellationToken cancellationToken)
    {
        if (_reachable.TryGetValue(folderId, out var known))
        {
            return known;
        }

        var row = await FindAsync(folderId, cancellationToken);
        if (folderId == DriveId)
        {
            return row is { State: EntryState.Live } ? _reachable[folderId] = 0 : null;
        }

        if (row is not { State: EntryState.Live, Kind: EntryKind.Folder, TargetEntryId: null, ParentId: { } parentId } || row.DriveId != DriveId)
        {
            return null;
        }

        return await FindDepthAsync(parentId, cancellationToken) is { } depth ? _reachable[folderId] = depth + 1 : null;
    }

    /// <summary>Whether the entry is live and reachable from the root.</summary>
    public async ValueTask<bool> IsReachableAsync(EntryRow row, CancellationToken cancellationToken) =>
        row.State is EntryState.Live
        && row.DriveId == DriveId
        && (row.ParentId is not { } parentId || await FindDepthAsync(parentId, cancellationToken) is not null);

    /// <summary>The entry that an operation of this batch or an earlier one was about, if it has been carried out.</summary>
    public Guid? FindOperation(Guid operationId) => _operations.TryGetValue(operationId, out var entryId) ? entryId : null;

    public void Insert(EntryRow row)
    {
        _changed[row.Id] = row;
        _inserted.Add(row.Id);
        _places[new ChildKey(row.ParentId!.Value, row.Name)] = row.Id;
        if (row.Kind is EntryKind.Folder)
        {
            _newFolders.Add(row.Id);
        }

        if (row.TargetEntryId is not null)
        {
            _newMounts++;
        }
    }

    /// <inheritdoc cref="BatchGrants.On"/>
    public IEnumerable<GrantRow> GrantsOn(Guid entryId) => _grants.On(entryId);

    /// <inheritdoc cref="BatchGrants.RowsOn"/>
    public IEnumerable<GrantRow> RowsOn(Guid entryId) => _grants.RowsOn(entryId);

    /// <inheritdoc cref="BatchGrants.Put"/>
    public void PutGrant(GrantRow grant) => _grants.Put(grant);

    /// <summary>New values of an entry that stays where it is.</summary>
    public void Update(EntryRow row) => _changed[row.Id] = row;

    /// <summary>New values of an entry that comes to another place, or leaves the tree, or comes back.</summary>
    public void Relocate(EntryRow before, EntryRow after)
    {
        _reachable.Clear();
        _changed[after.Id] = after;
        if (before is { State: EntryState.Live, ParentId: { } parentId })
        {
            _places[new ChildKey(parentId, before.Name)] = null;
            _vacated.Add(after.Id);
        }

        if (after.State is EntryState.Live)
        {
            _places[new ChildKey(after.ParentId!.Value, after.Name)] = after.Id;
        }
    }

    /// <summary>Forgets an entry for good.</summary>
    public void Delete(EntryRow row)
    {
        _changed.Remove(row.Id);
        _deleted.Add(row.Id);
        UsedBytes -= row.KeptBytes;
        foreach (var grant in GrantsOn(row.Id).ToList())
        {
            PutGrant(grant with
            {
                Role = null,
                AtUnixMilliseconds = NowUnixMilliseconds,
                Number = NextNumber - 1,
                IsTold = grant.Kind is GranteeKind.Link or GranteeKind.Everyone,
            });
        }

        if (row.State is EntryState.Live)
        {
            _places[new ChildKey(row.ParentId!.Value, row.Name)] = null;
        }
    }

    /// <summary>Shows a version: its inbox row must be there and not be refused.</summary>
    public void ConsumeInbox(Guid versionId) => _consumed.Add(versionId);

    /// <summary>Deletes an inbox row, whatever it says, if it is there.</summary>
    public void DropInbox(Guid versionId) => _dropped.Add(versionId);

    /// <summary>
    /// Refuses a version for good. Written like any change, so that an activation whose memory is old cannot refuse, and a repeated
    /// message cannot show what is being undone.
    /// </summary>
    public void RefuseInbox(Guid versionId) => _refused.Add(versionId);

    /// <summary>Forgets an inbox row whose version is undone; a row that was not refused stays.</summary>
    public void ForgetInbox(Guid versionId) => _forgotten.Add(versionId);

    /// <summary>Takes a version's bytes off a file, where that is still there; its inbox row must be there.</summary>
    public void ForgetThinned(Guid versionId, EntryRow? file, long sizeBytes)
    {
        if (_thinned.Contains(versionId))
        {
            return;
        }

        _thinned.Add(versionId);
        if (file is not null)
        {
            Update(file with { KeptBytes = file.KeptBytes - sizeBytes });
            UsedBytes -= sizeBytes;
        }
    }

    /// <summary>Writes that a rewind has begun, or how far it is.</summary>
    public void SaveRewind(RewindRow row) => _rewinds.Add(row);

    /// <summary>Whether this batch has refused the version.</summary>
    public bool HasRefused(Guid versionId) => _refused.Contains(versionId);

    /// <summary>Writes the change of an entry into the journal and marks every folder above it as changed.</summary>
    public ValueTask RecordAsync(
        ChangeKind kind, EntryRow row, Guid deviceId, Guid? operationId, CancellationToken cancellationToken) =>
        RecordAsync(kind, before: null, row, deviceId, operationId, cancellationToken);

    /// <summary>As above, of an entry that has another place or another version than <paramref name="before"/>.</summary>
    public async ValueTask RecordAsync(
        ChangeKind kind, EntryRow? before, EntryRow row, Guid deviceId, Guid? operationId, CancellationToken cancellationToken)
    {
        var hasMoved = before is not null && (before.ParentId != row.ParentId || before.Name != row.Name);
        var hasChanged = before is not null && before.VersionId != row.VersionId;
        _journal.Add(new JournalRow
        {
            DriveId = DriveId,
            Number = NextNumber++,
            Kind = kind,
            EntryId = row.Id,
            EntryKind = row.Kind,
            ParentId = row.ParentId,
            Name = row.Name,
            VersionId = row.VersionId,
            VersionNumber = row.VersionNumber,
            SizeBytes = row.SizeBytes,
            AtUnixMilliseconds = NowUnixMilliseconds,
            DeviceId = deviceId == Guid.Empty ? null : deviceId,
            OperationId = operationId,
            FromParentId = hasMoved ? before!.ParentId : null,
            FromName = hasMoved ? before!.Name : null,
            FromVersionId = hasChanged ? before!.VersionId : null,
            FromVersionNumber = hasChanged ? before!.VersionNumber : null,
            FromSizeBytes = hasChanged ? before!.SizeBytes : null,
        });
        if (operationId is { } operation)
        {
            _operations[operation] = row.Id;
        }

        // What is purged was not below its former folder any more.
        if (kind is not ChangeKind.Purged)
        {
            await TouchAsync(row.ParentId, cancellationToken);
        }
    }

    /// <summary>Tells who did what, in this very transaction.</summary>
    public void Audit(AuditRow row) => _audit.Add(row);

    /// <summary>Whether something below a folder changed in this batch.</summary>
    public bool IsTouched(Guid folderId) => _touched.Contains(folderId);

    /// <summary>Marks a folder and every one above it as changed.</summary>
    public async ValueTask TouchAsync(Guid? folderId, CancellationToken cancellationToken)
    {
        // A folder touched before has touched those above it; only a move since then can have changed which those are, and a move
        // touches both ends itself.
        while (folderId is { } id && _touched.Add(id))
        {
            folderId = (await FindAsync(id, cancellationToken))?.ParentId;
        }
    }

    /// <summary>Gives every touched folder its new etag. Called once, when all commands are decided.</summary>
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        foreach (var id in _touched)
        {
            if (await FindAsync(id, cancellationToken) is { Kind: EntryKind.Folder } folder)
            {
                if (!_changed.ContainsKey(id))
                {
                    _ = _onlyTouched.Add(id);
                }

                _changed[id] = folder with { EtagNumber = NextNumber - 1 };
            }
        }
    }

    /// <summary>The drive's row once this batch is committed.</summary>
    public DriveRow Next() => drive with
    {
        RowVersion = drive.RowVersion + 1,
        NextNumber = NextNumber,
        QuotaBytes = QuotaBytes,
        UsedBytes = UsedBytes,
        Policy = Policy,
    };

    public DriveCommit ToCommit()
    {
        var inserted = new List<EntryRow>(_inserted.Count);
        var updated = new List<EntryRow>(_changed.Count - _inserted.Count - _onlyTouched.Count);
        foreach (var row in _changed.Values)
        {
            if (!_onlyTouched.Contains(row.Id))
            {
                (_inserted.Contains(row.Id) ? inserted : updated).Add(row);
            }
        }

        return new DriveCommit
        {
            ExpectedRowVersion = drive.RowVersion,
            Drive = Next(),
            InsertedEntries = inserted,
            UpdatedEntries = updated,
            TouchedFolders = [.. _onlyTouched],
            VacatedEntries = [.. _vacated.Where(id => !_inserted.Contains(id) && !_deleted.Contains(id))],
            DeletedEntries = [.. _deleted.Where(id => !_inserted.Contains(id))],
            JournalRows = _journal,
            ConsumedInboxVersions = _consumed,
            DeletedInboxVersions = _dropped,
            RefusedInboxVersions = _refused,
            ForgottenInboxVersions = _forgotten,
            Rewinds = _rewinds,
            ThinnedInboxVersions = _thinned,
            ForgetJournalUpTo = ForgetJournalUpTo,
            ChangedGrants = _grants.Changed,
            AuditRows = _audit,
        };
    }
}
