using System.Globalization;
using FileStorage.Core.Entries;
using FileStorage.Sync.Remote;
using Orleans.Embedded.Simulation;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>
/// What a drive promises, in one small class: a tree, a journal, versions that are never lost, etags, and operation ids that are answered again.
/// Every method is one instant.
/// </summary>
internal sealed class ModelDrive : IWorldDrive
{
    private readonly SyncWorld _world;
    private readonly SimulatedRandom _random;
    private readonly Dictionary<Guid, ModelEntry> _entries = [];
    private readonly List<Guid> _journal = [];
    private readonly Dictionary<Guid, RemoteEntry> _answers = [];
    private int _epoch = 1;
    private bool _wentBack;

    public ModelDrive(SyncWorld world)
    {
        _world = world;
        _random = world.Random;
        RootId = _random.NextGuid();
        _entries.Add(RootId, new ModelEntry { Id = RootId, Kind = EntryKind.Folder });
    }

    public event Action? Changed;

    public Guid RootId { get; }

    public IEnumerable<ModelEntry> All => _entries.Values;

    public ModelEntry this[Guid id] => _entries[id];

    public ModelEntry? FindLive(Guid id) => _entries.TryGetValue(id, out var entry) && IsLive(entry) ? entry : null;

    public IEnumerable<ModelEntry> ChildrenOf(Guid id) =>
        _entries.Values.Where(entry => entry.ParentId == id && entry.State is RemoteState.Live && entry.Id != RootId);

    public ModelEntry? FindChild(Guid parentId, string name) => ChildrenOf(parentId).FirstOrDefault(child => child.Name == name);

    public string PathOf(ModelEntry entry) =>
        entry.ParentId == RootId ? entry.Name : $"{PathOf(_entries[entry.ParentId])}/{entry.Name}";

    public SortedDictionary<string, string> Picture() => new(
        _entries.Values.Where(entry => entry.Id != RootId && IsLive(entry))
            .ToDictionary(PathOf, entry => entry.Kind is EntryKind.Folder ? "/" : Convert.ToHexString(entry.Versions[^1].Content)),
        StringComparer.Ordinal);

    public Task OpenAsync() => Task.CompletedTask;

    public IRemoteDrive ConnectTo(VirtualDevice device) => new ModelConnection(this, _world, device);

    public Task ActInBrowserAsync(SyncUsers users)
    {
        new ModelBrowser(this, _world).Act(users);
        return Task.CompletedTask;
    }

    public Task<SortedDictionary<string, string>> PictureAsync() => Task.FromResult(Picture());

    public Task<IReadOnlySet<string>> KeptAsync() => Task.FromResult<IReadOnlySet<string>>(
        All.SelectMany(entry => entry.Versions).Select(version => Convert.ToHexString(version.Content)).ToHashSet());

    public Task VerifyAsync() => Task.CompletedTask;

    /// <summary>Cursors given so far are worth nothing any more.</summary>
    /// <param name="wentBack">Says that it was restored from a backup, as a server does that may know less than its clients.</param>
    public void BeginEpoch(bool wentBack = false)
    {
        _epoch++;
        _wentBack = wentBack;
    }

    public RemotePage Read(string? cursor, int limit)
    {
        if (cursor is null)
        {
            cursor = Cursor("list", _journal.Count, Guid.Empty.ToString());
        }

        var parts = cursor.Split(':');
        if (int.Parse(parts[1], CultureInfo.InvariantCulture) != _epoch)
        {
            throw new ResyncException("The journal begins anew.", _wentBack);
        }

        var number = int.Parse(parts[2], CultureInfo.InvariantCulture);
        return parts[0] == "list" ? List(number, Guid.Parse(parts[3]), limit) : News(number, limit);
    }

    public RemoteOutcome MakeFolder(Guid operationId, Guid parentId, string name)
    {
        if (Answer(operationId) is { } answer)
        {
            return answer;
        }

        if (FindLive(parentId) is not { Kind: EntryKind.Folder } || FindChild(parentId, name) is not null)
        {
            return new RemoteOutcome.Stale("No parent, or the name is taken.");
        }

        var folder = new ModelEntry { Id = _random.NextGuid(), Kind = EntryKind.Folder, ParentId = parentId, Name = name };
        _entries.Add(folder.Id, folder);
        return Done(operationId, folder);
    }

    public RemoteOutcome Move(Guid operationId, Guid id, Guid parentId, string name)
    {
        if (Answer(operationId) is { } answer)
        {
            return answer;
        }

        if (id == RootId || FindLive(id) is not { } entry || FindLive(parentId) is not { Kind: EntryKind.Folder } parent
            || (FindChild(parentId, name) is { } other && other.Id != id) || IsWithin(parent, id))
        {
            return new RemoteOutcome.Stale("It cannot be moved there.");
        }

        Touch(entry);
        entry.ParentId = parentId;
        entry.Name = name;
        return Done(operationId, entry);
    }

    public RemoteOutcome Trash(Guid operationId, Guid id, string? expectedEtag)
    {
        if (Answer(operationId) is { } answer)
        {
            return answer;
        }

        if (id == RootId || FindLive(id) is not { } entry || (expectedEtag is not null && entry.Etag != expectedEtag))
        {
            return new RemoteOutcome.Stale("It is not what was expected.");
        }

        entry.State = RemoteState.Trashed;
        return Done(operationId, entry);
    }

    /// <summary>Brings something back from the trash; the news tells of it alone, not of what lies in it.</summary>
    public void Restore(ModelEntry entry)
    {
        if (FindLive(entry.ParentId) is null || FindChild(entry.ParentId, entry.Name) is not null)
        {
            return;
        }

        entry.State = RemoteState.Live;
        Done(_random.NextGuid(), entry);
    }

    /// <summary>What happens when a file has been written, and before that is answered.</summary>
    public Action? Wrote { get; set; }

    public RemoteOutcome Write(RemoteUpload upload, byte[] content)
    {
        if (Answer(upload.OperationId) is { } answer)
        {
            return answer;
        }

        ModelEntry? file;
        if (upload.FileId is { } id)
        {
            file = FindLive(id);
            if (file is not { Kind: EntryKind.File } || file.Etag != upload.ExpectedEtag)
            {
                return new RemoteOutcome.Stale("Somebody else wrote it.");
            }
        }
        else
        {
            if (FindLive(upload.ParentId) is not { Kind: EntryKind.Folder } || FindChild(upload.ParentId, upload.Name) is not null)
            {
                return new RemoteOutcome.Stale("No parent, or the name is taken.");
            }

            file = new ModelEntry { Id = _random.NextGuid(), Kind = EntryKind.File, ParentId = upload.ParentId, Name = upload.Name };
            _entries.Add(file.Id, file);
        }

        var modifiedAt = new DateTimeOffset(upload.Local.ModifiedTicks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
        file.Versions.Add(new ModelVersion(_random.NextGuid(), file.Versions.Count + 1, content, modifiedAt, upload.Local.Executable));
        Wrote?.Invoke();
        return Done(upload.OperationId, file);
    }

    public bool IsWithin(ModelEntry entry, Guid ancestorId)
    {
        while (entry.Id != ancestorId)
        {
            if (entry.Id == RootId)
            {
                return false;
            }

            entry = _entries[entry.ParentId];
        }

        return true;
    }

    private bool IsLive(ModelEntry entry)
    {
        while (entry.State is RemoteState.Live)
        {
            if (entry.Id == RootId)
            {
                return true;
            }

            entry = _entries[entry.ParentId];
        }

        return false;
    }

    /// <summary>The first answer, as it was or as it would be now: both are promised nowhere.</summary>
    private RemoteOutcome.Done? Answer(Guid operationId) =>
        !_answers.TryGetValue(operationId, out var entry) ? null
            : new RemoteOutcome.Done(_random.Chance(0.5) ? entry : _entries[entry.Id].Told);

    private RemoteOutcome.Done Done(Guid operationId, ModelEntry entry)
    {
        Touch(entry);
        _journal.Add(entry.Id);
        _answers.Add(operationId, entry.Told);
        Changed?.Invoke();
        return new RemoteOutcome.Done(entry.Told);
    }

    private void Touch(ModelEntry entry)
    {
        while (entry.Id != RootId)
        {
            entry = _entries[entry.ParentId];
            entry.Changes++;
        }
    }

    private RemotePage List(int begun, Guid after, int limit)
    {
        var live = _entries.Values.Where(entry => entry.Id.CompareTo(after) > 0).OrderBy(entry => entry.Id).Take(limit).ToList();
        return live.Count < limit
            ? new RemotePage([.. live.Select(entry => entry.Told)], Cursor("news", begun, ""), HasMore: begun < _journal.Count)
            : new RemotePage([.. live.Select(entry => entry.Told)], Cursor("list", begun, live[^1].Id.ToString()), HasMore: true);
    }

    private RemotePage News(int number, int limit)
    {
        var until = Math.Min(_journal.Count, number + limit);
        var told = _journal.Take(number..until).Distinct().Select(id => _entries[id].Told).ToList();
        return new RemotePage(told, Cursor("news", until, ""), HasMore: until < _journal.Count);
    }

    private string Cursor(string kind, int number, string after) => string.Create(CultureInfo.InvariantCulture, $"{kind}:{_epoch}:{number}:{after}");
}
