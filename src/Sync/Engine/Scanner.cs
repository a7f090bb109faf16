using FileStorage.Sync.Ignoring;
using FileStorage.Sync.Local;
using FileStorage.Sync.Planning;
using FileStorage.Sync.Trees;

namespace FileStorage.Sync.Engine;

/// <summary>Keeps the local tree true by listing folders: those in which something happened at once, all of them at the start and now and then.</summary>
internal sealed class Scanner(
    ILocalFolder folder, ISyncScope scope, SyncTrees trees, Marker marker, Ledger ledger, Agenda agenda, Moments moments, Errands errands, SyncOptions options)
{
    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromSeconds(1);

    private readonly Queue<(LocalNode Folder, bool IsUrgent)> _queue = new();
    private readonly Dictionary<LocalNode, bool> _queued = [];
    private readonly HashSet<LocalNode> _wholeScan = [];
    private readonly Dictionary<LocalNode, TimeSpan> _missingSince = [];
    private readonly HardLinks _hardLinks = new(trees.Local);
    private readonly List<(LocalNode Folder, bool IsUrgent)> _resting = [];
    private readonly HashSet<LocalNode> _failed = [];
    private readonly FormerPlaces _formerPlaces = new(trees.Local);
    private TimeSpan _restsUntil;
    private int _listing;
    private int _urgent;
    private long _foldersMovedAt;
    private bool _isWholeScan;

    /// <summary>Whether everything was looked at since the engine started.</summary>
    public bool HasSeenAll { get; private set; }

    /// <summary>Nothing is to be listed or being listed.</summary>
    public bool IsIdle => _queued.Count == 0 && _listing == 0 && _resting.Count == 0;

    /// <summary>When folders that could not be listed are tried again.</summary>
    public TimeSpan? NextRetry => _resting.Count > 0 ? _restsUntil : null;

    /// <summary>Folders in which something happened are not yet listed: deciding now would be deciding on old news.</summary>
    public bool IsBehind => !HasSeenAll || _urgent > 0 || _resting.Any(failed => failed.IsUrgent);

    /// <summary>When something missing may be taken for deleted; null where nothing is missing.</summary>
    public TimeSpan? NextSettling => _missingSince.Count > 0 && IsIdle ? _missingSince.Values.Min() + options.DeletionSettleTime : null;

    public bool HasMissing => _missingSince.Count > 0;

    public Exception? Failure { get; private set; }

    public void RequestAll()
    {
        _isWholeScan = true;
        _wholeScan.Clear();
        Request(trees.Local.Root, isUrgent: false);
    }

    /// <summary>Something happened in a folder.</summary>
    public void Request(LocalPath path)
    {
        var node = trees.Local.FindByPath(path) ?? _formerPlaces.Find(path);
        while (node is null && !path.IsRoot)
        {
            // A folder that is not known yet is found by listing the one above.
            path = path.Parent;
            node = trees.Local.FindByPath(path);
        }

        if (node is { IsFolder: true })
        {
            Request(node, isUrgent: true);
        }
    }

    public void Request(LocalNode node, bool isUrgent)
    {
        if (_queued.TryGetValue(node, out var wasUrgent))
        {
            if (isUrgent && !wasUrgent)
            {
                _queued[node] = true;
                _urgent++;
                _queue.Enqueue((node, true));
            }

            return;
        }

        _queued.Add(node, isUrgent);
        _urgent += isUrgent ? 1 : 0;
        _queue.Enqueue((node, isUrgent));
    }

    /// <summary>A folder was moved, by us or the user: listings begun before show others than meant, and what failed may have been looked for in vain.</summary>
    public void FolderMoved()
    {
        _foldersMovedAt = moments.Next();
        foreach (var failed in _failed)
        {
            Request(failed, isUrgent: false);
        }
    }

    public void StartListings()
    {
        WakeResting();
        while (_listing < options.ParallelListings && _queue.TryDequeue(out var next))
        {
            if (!_queued.TryGetValue(next.Folder, out var isUrgent) || isUrgent != next.IsUrgent)
            {
                continue;
            }

            _queued.Remove(next.Folder);
            if (!trees.Local.IsPresent(next.Folder))
            {
                _urgent -= isUrgent ? 1 : 0;
                continue;
            }

            _listing++;
            var startedAt = moments.Next();
            var path = LocalTree.PathOf(next.Folder);
            errands.Start(async cancellationToken =>
            {
                try
                {
                    var entries = await folder.ListAsync(path, next.Folder.Key, cancellationToken);
                    return () => Take(next.Folder, isUrgent, startedAt, path, entries);
                }
                catch (LocalRootLostException exception)
                {
                    return () => Failure ??= exception;
                }
                catch (IOException exception)
                {
                    return () => Rest(next.Folder, isUrgent, exception);
                }
            });
        }

        if (IsIdle)
        {
            trees.Local.ForgetRemoved();
            _hardLinks.EndScan();
            _formerPlaces.ForgetAfter(_isWholeScan);
            _isWholeScan = false;
            HasSeenAll = true;
        }
    }

    /// <summary>Takes what was missing for long enough for deleted.</summary>
    public void Settle(bool evenIfJustNow)
    {
        if (!IsIdle || _missingSince.Count == 0)
        {
            return;
        }

        var due = moments.Elapsed - options.DeletionSettleTime;
        foreach (var gone in trees.Local.SettleMissing(node => evenIfJustNow || !_missingSince.TryGetValue(node, out var since) || since <= due))
        {
            trees.ForgetHash(gone.Key);
            agenda.Mark(Subject.Of(gone.Key));
            agenda.Wake(Subject.Of(gone.Key));
            ledger.DropPending(Subject.Of(gone.Key));
            if (trees.Synced.FindByKey(gone.Key) is { } synced)
            {
                agenda.Mark(Subject.Of(synced.Id));
            }
        }

        foreach (var node in _missingSince.Keys.Where(node => !trees.Local.Missing.Contains(node)).ToList())
        {
            _missingSince.Remove(node);
        }
    }

    private void Rest(LocalNode failed, bool isUrgent, IOException exception)
    {
        _listing--;
        _urgent -= isUrgent ? 1 : 0;
        _failed.Add(failed);
        _resting.Add((failed, isUrgent));
        _restsUntil = moments.Elapsed + RestAfterFailure;
        agenda.Report(Subject.Of(failed.Key), exception.Message);
    }

    private void WakeResting()
    {
        if (_restsUntil > moments.Elapsed)
        {
            return;
        }

        foreach (var (failed, isUrgent) in _resting)
        {
            Request(failed, isUrgent);
        }

        _resting.Clear();
    }

    private void Take(LocalNode listed, bool isUrgent, long startedAt, LocalPath path, IReadOnlyList<LocalEntry>? entries)
    {
        _listing--;
        _urgent -= isUrgent ? 1 : 0;
        if (!trees.Local.IsPresent(listed))
        {
            return;
        }

        if (_foldersMovedAt > startedAt)
        {
            Request(listed, isUrgent);
            return;
        }

        if (entries is null)
        {
            // Gone or moved, then the folder above shows it; or not to be read, then what lies in it stays as it was.
            listed.IsUnreadable = true;
            _failed.Add(listed);
            agenda.Report(Subject.Of(listed.Key), "The folder cannot be read.");
            if (listed.Parent is { } parent)
            {
                Request(parent, isUrgent);
            }

            return;
        }

        if (_failed.Remove(listed))
        {
            agenda.Unreport(Subject.Of(listed.Key));
        }

        if (listed.IsUnreadable)
        {
            listed.IsUnreadable = false;
            MarkAllIn(listed);
        }

        Show(listed, startedAt, path, entries);
    }

    private void Show(LocalNode listed, long startedAt, LocalPath path, IReadOnlyList<LocalEntry> entries)
    {
        var now = moments.Next();
        var outsiders = 0;
        var isOutdated = false;
        foreach (var entry in entries)
        {
            if (!scope.IsIncluded(path.Child(entry.Name), entry.Kind is LocalKind.Folder))
            {
                outsiders++;
                continue;
            }

            if (trees.Local.WasRemovedSince(entry.Key, startedAt) || trees.Local.FindAnywhere(entry.Key) is { } known && known.PutAt >= startedAt)
            {
                isOutdated = true;
                continue;
            }

            if (_hardLinks.HasAnotherName(listed, entry))
            {
                outsiders++;
                continue;
            }

            Show(listed, entry, now);
        }

        foreach (var child in listed.AllChildren.Where(child => child.SeenAt != now).ToList())
        {
            if (child.PutAt >= startedAt)
            {
                isOutdated = true;
                continue;
            }

            marker.Local(child);
            _hardLinks.Forget(child.Key);
            NotePlace(child);
            trees.Local.SetMissing(child);
            _missingSince[child] = moments.Elapsed;
        }

        if (outsiders != listed.OutsiderCount)
        {
            listed.OutsiderCount = outsiders;
            marker.Left(listed);
        }

        if (_isWholeScan && _wholeScan.Add(listed))
        {
            foreach (var child in listed.AllChildren.Where(child => child.IsFolder && !_wholeScan.Contains(child)))
            {
                Request(child, isUrgent: false);
            }
        }

        if (isOutdated)
        {
            Request(listed, isUrgent: false);
        }
    }

    private void Show(LocalNode listed, LocalEntry entry, long now)
    {
        var known = trees.Local.FindAnywhere(entry.Key);
        if (known is not null && known.Parent == listed && known.Entry == entry)
        {
            known.SeenAt = now;
            return;
        }

        var home = known?.Parent;
        var isNew = home != listed;
        var isMoved = known is not null && (isNew || known.Entry.Name != entry.Name);
        if (known is not null)
        {
            marker.Local(known);
            if (isMoved && home is not null)
            {
                NotePlace(known);
            }
        }

        var node = trees.Local.Put(listed, entry);
        node.SeenAt = now;
        _missingSince.Remove(node);
        marker.Local(node);
        agenda.Wake(Subject.Of(node.Key));
        if (trees.Local.Missing.Count != _missingSince.Count)
        {
            NoteMissing();
        }

        if (home is not null && isNew)
        {
            // It was moved, or has two names: its old folder knows.
            Request(home, isUrgent: true);
        }

        if (node.IsFolder && isMoved)
        {
            FolderMoved();
        }

        if (node.IsFolder && isNew)
        {
            Request(node, isUrgent: known is null && HasSeenAll);
        }
    }

    private void NotePlace(LocalNode leaving)
    {
        if (!_formerPlaces.TryNote(leaving))
        {
            // So many at once are a job for a scan of everything, which needs no hints.
            RequestAll();
        }
    }

    /// <summary>What a ring of folders was opened at is missing, too.</summary>
    private void NoteMissing()
    {
        foreach (var lost in trees.Local.Missing.Where(lost => !_missingSince.ContainsKey(lost)).ToList())
        {
            _missingSince[lost] = moments.Elapsed;
        }
    }

    private void MarkAllIn(LocalNode listed)
    {
        agenda.Mark(Subject.Of(listed.Key));
        if (trees.IdOf(listed) is { } id)
        {
            foreach (var child in trees.Synced.ChildrenOf(id))
            {
                agenda.Mark(Subject.Of(child));
            }
        }
    }
}
