using System.Buffers.Binary;
using FileStorage.Core.Chunks;
using FileStorage.Core.Entries;
using FileStorage.Sync.Engine;
using FileStorage.Sync.Ignoring;
using FileStorage.Sync.Local;
using FileStorage.Sync.Planning;
using FileStorage.Sync.Remote;
using FileStorage.Sync.Trees;

namespace FileStorage.Tests.Sync.Tests.Planning;

/// <summary>
/// The three trees, and both sides as nothing but trees: a step is done by changing them at once. It shows what the planner decides, without
/// anything around it.
/// </summary>
internal sealed class PlannedWorld : ISyncScope
{
    private const int FileBytes = 4;

    private readonly Dictionary<LocalKey, int> _localContents = [];
    private readonly Dictionary<Guid, int> _remoteContents = [];
    private readonly HashSet<int> _kept = [];
    private readonly RemoteTree _remote = new();
    private readonly LocalTree _local = new(Entry(new LocalKey(1, 0), "", LocalKind.Folder, 0), ignoresCase: false);
    private readonly SyncTrees _trees;
    private readonly Agenda _agenda = new();
    private readonly Marker _marker;
    private readonly Ledger _ledger;
    private readonly Planner _planner;
    private ulong _lastInode = 1;
    private int _lastContent;
    private int _lastId;

    public PlannedWorld()
    {
        _trees = new SyncTrees(_remote, _local, new SyncedTree(), _agenda);
        _marker = new Marker(_trees, _agenda);
        _ledger = new Ledger(_trees, _agenda, _marker);
        _planner = new Planner(_trees, _ledger.Pending, this, _agenda, new PlanSettings { DeviceName = "here", Today = new DateOnly(2026, 11, 22) });
        _remote.Apply(Told(NewId(), Guid.Empty, "", EntryKind.Folder));
    }

    public int Steps { get; private set; }

    /// <summary>Steps that send or fetch bytes.</summary>
    public int Transfers { get; private set; }

    public IEnumerable<int> ContentsKept => _kept;

    public IReadOnlyDictionary<Subject, string> Problems => _agenda.Problems;

    public bool IsIncluded(LocalPath path, bool isFolder) => true;

    public ValueTask<bool> RefreshAsync(CancellationToken cancellationToken) => ValueTask.FromResult(false);

    public SortedDictionary<string, string> LocalPicture() => new(
        _local.All.Where(node => node.Parent is not null)
            .ToDictionary(node => LocalTree.PathOf(node).Value, node => node.IsFolder ? "/" : $"{_localContents[node.Key]}"),
        StringComparer.Ordinal);

    public SortedDictionary<string, string> RemotePicture() => new(
        _remote.All.Where(node => _remote.Find(node.Id) is not null)
            .ToDictionary(node => _trees.PathOf(node).Value, node => node.IsFolder ? "/" : $"{_remoteContents[node.Entry.VersionId]}"),
        StringComparer.Ordinal);

    public IReadOnlyList<int> LocalContents => [.. _local.All.Where(node => node.IsFile).Select(node => _localContents[node.Key])];

    /// <summary>A user on this device does something; what it is follows from three numbers.</summary>
    public void EditHere(byte act, byte what, byte where)
    {
        var all = _local.All.Where(node => node.Parent is not null).OrderBy(node => node.Key.Inode).ToList();
        var folders = all.Where(node => node.IsFolder).Prepend(_local.Root).ToList();
        var folder = folders[where % folders.Count];
        var name = Name(what);
        var chosen = all.Count == 0 ? null : all[what % all.Count];
        switch (act % 6)
        {
            case 0 when folder.Children?.Find(name) is null:
                PutHere(folder, NewHere(name, LocalKind.Folder));
                break;
            case 1 when folder.Children?.Find(name) is null:
                PutHere(folder, NewHere(name, LocalKind.File));
                break;
            case 2 when chosen is { IsFile: true }:
                _localContents[chosen.Key] = ++_lastContent;
                PutHere(chosen.Parent!, chosen.Entry with { ModifiedTicks = _lastContent });
                break;
            case 3 or 4 when chosen is not null && !LocalTree.IsWithin(folder, chosen) && folder.Children?.Find(name) is null:
                PutHere(folder, chosen.Entry with { Name = name });
                break;
            case 5 when chosen is not null:
                _marker.Local(chosen);
                _local.SetMissing(chosen);
                foreach (var gone in _local.SettleMissing(_ => true))
                {
                    _marker.Local(gone);
                }

                break;
        }
    }

    /// <summary>Somebody elsewhere does something.</summary>
    public void EditThere(byte act, byte what, byte where)
    {
        var all = _remote.All.Where(node => _remote.Find(node.Id) is not null).OrderBy(node => node.Id).ToList();
        var folders = all.Where(node => node.IsFolder).Prepend(_remote.Root!).ToList();
        var folder = folders[where % folders.Count];
        var name = Name(what);
        var isFree = _remote.FindChild(folder.Id, name) is null;
        var chosen = all.Count == 0 ? null : all[what % all.Count];
        switch (act % 6)
        {
            case 0 when isFree:
                PutThere(Told(NewId(), folder.Id, name, EntryKind.Folder));
                break;
            case 1 when isFree:
                PutThere(WithContent(Told(NewId(), folder.Id, name, EntryKind.File), ++_lastContent));
                break;
            case 2 when chosen is { IsFolder: false }:
                PutThere(WithContent(chosen.Entry, ++_lastContent));
                break;
            case 3 or 4 when chosen is not null && isFree && !RemoteTree.IsWithin(folder, chosen.Id):
                PutThere(chosen.Entry with { ParentId = folder.Id, Name = name });
                break;
            case 5 when chosen is not null:
                RemoveThere(chosen);
                break;
        }
    }

    /// <summary>Takes steps until none is left, several under way at once, each ended at a moment that the order draws.</summary>
    /// <returns>False where there is no end.</returns>
    public bool Settle(Random order)
    {
        Comparison.MarkDifferences(_trees, _agenda, _ledger, hasNewRules: false);
        var open = new List<Operation>();
        for (var turn = 0; turn < 2000; turn++)
        {
            open.AddRange(_agenda.Plan(_planner, _ledger.Keep));
            if (open.Count == 0)
            {
                return true;
            }

            var index = order.Next(open.Count);
            var step = open[index];
            open.RemoveAt(index);
            Steps++;
            _agenda.Finish(step, isDone: Take(step));
            _agenda.Mark(step.Subject);
        }

        return false;
    }

    /// <summary>False where things have changed since it was decided, so that the real world would refuse it.</summary>
    private bool Take(Operation step)
    {
        switch (step)
        {
            case Operation.MakeLocalFolder make when Free(make.ParentKey, make.Name) is { } folder && _remote.Find(make.Subject.Id) is { } told:
                _ledger.Put(Synced(told.Entry, PutHere(folder, NewHere(make.Name, LocalKind.Folder))));
                return true;
            case Operation.Download { ReplacedKey: { } replaced } when _local.Find(replaced) is { Parent: { } home } old && _remote.Find(step.Subject.Id) is { } told:
                _local.Remove(old, now: 0);
                _ledger.Put(Downloaded(told.Entry, home, old.Entry.Name) with { ParentId = Base(told.Id).ParentId, Name = Base(told.Id).Name });
                return true;
            case Operation.Download { ReplacedKey: null } get when Free(get.ParentKey, get.Name) is { } folder && _remote.Find(get.Subject.Id) is { } told:
                _ledger.Put(Downloaded(told.Entry, folder, get.Name));
                return true;
            case Operation.MoveLocal move when Free(move.ParentKey, move.Name) is { } folder && _local.Find(move.Key) is { } here && !LocalTree.IsWithin(folder, here):
                PutHere(folder, here.Entry with { Name = move.Name });
                if (move.Reason is not MoveReason.Conflict && _trees.Synced.Find(move.Subject.Id) is { } moved && _trees.IdOf(folder) is { } parentId)
                {
                    _ledger.Put(moved with { ParentId = parentId, Name = move.Name });
                }

                return true;
            case Operation.RemoveLocal remove when _local.Find(remove.Key) is { } here && !here.AllChildren.Any():
                var home2 = here.Parent!;
                _marker.Local(here);
                _local.Remove(here, now: 0);
                _marker.Left(home2);
                _ledger.Forget(remove.Subject.Id);
                return true;
            case Operation.Hash hash when _local.Find(hash.Key) is { } here:
                _trees.RememberHash(here.Entry, Sha(_localContents[here.Key]));
                return true;
            case Operation.MakeRemoteFolder make when IsFree(make.ParentId, make.Name):
                var made = PutThere(Told(NewId(), make.ParentId, make.Name, EntryKind.Folder)).Entry;
                var node = new SyncedNode { Id = made.Id, ParentId = made.ParentId, Name = made.Name, Kind = EntryKind.Folder, Key = make.Key };
                if (!make.Subject.IsLocal && _trees.Synced.Find(make.Subject.Id) is { } before)
                {
                    _ledger.Replace(before, node);
                }
                else
                {
                    _ledger.Put(node);
                }

                return true;
            case Operation.Upload { FileId: null } upload when IsFree(upload.ParentId, upload.Name) && _local.Find(upload.Key) is { } here:
                Transfers++;
                _ledger.Put(Synced(PutThere(WithContent(Told(NewId(), upload.ParentId, upload.Name, EntryKind.File), _localContents[here.Key])).Entry, here));
                return true;
            case Operation.Upload { FileId: { } id } upload when _remote.Find(id) is { } told && told.Entry.Etag == upload.ExpectedEtag && _local.Find(upload.Key) is { } here:
                Transfers++;
                var place = Base(id);
                _ledger.Put(Synced(PutThere(WithContent(told.Entry, _localContents[here.Key])).Entry, here) with { ParentId = place.ParentId, Name = place.Name });
                return true;
            case Operation.MoveRemote move when _remote.Find(move.Subject.Id) is { } told && IsFree(move.ParentId, move.Name) && !RemoteTree.IsWithin(_remote.FindAnywhere(move.ParentId), told.Id):
                PutThere(told.Entry with { ParentId = move.ParentId, Name = move.Name });
                _ledger.Put(Base(told.Id) with { ParentId = move.ParentId, Name = move.Name });
                return true;
            case Operation.TrashRemote when _remote.Find(step.Subject.Id) is { } told && _planner.Decide(step.Subject).Operation == step:
                foreach (var gone in RemoveThere(told))
                {
                    _ledger.Forget(gone);
                }

                return true;
            default:
                return false;
        }
    }

    private SyncedNode Base(Guid id) => _trees.Synced.Find(id)!;

    private LocalNode? Free(LocalKey key, string name) => _local.Find(key) is { IsFolder: true } folder && folder.Children?.Find(name) is null ? folder : null;

    private bool IsFree(Guid parentId, string name) =>
        (parentId == _remote.Root!.Id || _remote.Find(parentId) is { IsFolder: true }) && _remote.FindChild(parentId, name) is null;

    private SyncedNode Downloaded(RemoteEntry told, LocalNode folder, string name)
    {
        Transfers++;
        var entry = NewHere(name, LocalKind.File);
        _localContents[entry.Key] = _remoteContents[told.VersionId];
        return Synced(told, PutHere(folder, entry));
    }

    private LocalNode PutHere(LocalNode folder, LocalEntry entry)
    {
        if (_local.Find(entry.Key) is { } before)
        {
            _marker.Local(before);
        }

        var node = _local.Put(folder, entry);
        _marker.Local(node);
        return node;
    }

    private RemoteNode PutThere(RemoteEntry entry)
    {
        if (_remote.FindAnywhere(entry.Id) is { } before)
        {
            _marker.Remote(before);
        }

        var node = _remote.Apply(entry);
        _marker.Remote(node);
        return node;
    }

    private List<Guid> RemoveThere(RemoteNode node)
    {
        _marker.RemoteWithAllBelow(node);
        _marker.Remote(node);
        _remote.Remove(node);
        return [.. _remote.Prune(readSince: long.MaxValue).Select(gone => gone.Id)];
    }

    private LocalEntry NewHere(string name, LocalKind kind)
    {
        var key = new LocalKey(++_lastInode, 0);
        if (kind is LocalKind.File)
        {
            _localContents[key] = ++_lastContent;
        }

        return Entry(key, name, kind, _lastContent);
    }

    private RemoteEntry WithContent(RemoteEntry entry, int content)
    {
        var version = NewId();
        _remoteContents[version] = content;
        _kept.Add(content);
        return entry with { VersionId = version, VersionNumber = entry.VersionNumber + 1, Etag = version.ToString(), Sha256 = Sha(content), SizeBytes = FileBytes };
    }

    private Guid NewId()
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt32BigEndian(bytes, ++_lastId);
        return new Guid(bytes, bigEndian: true);
    }

    private static string Name(byte number) => ((char)('a' + (number % 4))).ToString();

    private static ChunkId Sha(int content) => ChunkId.Of(BitConverter.GetBytes(content));

    private static RemoteEntry Told(Guid id, Guid parentId, string name, EntryKind kind) => new()
    {
        Id = id,
        ParentId = parentId,
        Name = name,
        Kind = kind,
        State = RemoteState.Live,
        Etag = "",
    };

    private static LocalEntry Entry(LocalKey key, string name, LocalKind kind, long modified) => new()
    {
        Key = key,
        Name = name,
        Kind = kind,
        SizeBytes = kind is LocalKind.File ? FileBytes : 0,
        ModifiedTicks = kind is LocalKind.File ? modified : 0,
        ChangedTicks = 0,
        Executable = false,
    };

    private static SyncedNode Synced(RemoteEntry told, LocalNode here) => new()
    {
        Id = told.Id,
        ParentId = told.ParentId,
        Name = told.Name,
        Kind = told.Kind,
        VersionId = told.VersionId,
        Sha256 = told.Sha256,
        Key = here.Key,
        LocalSizeBytes = here.Entry.SizeBytes,
        LocalModifiedTicks = here.Entry.ModifiedTicks,
    };
}
