using FileStorage.Core.Entries;
using FileStorage.Core.Names;
using FileStorage.Grains.Drives;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.History;

/// <summary>
/// Decides how a folder becomes what it was: a pure function of the picture. Whoever was below the folder then goes back to its place and
/// its version; whoever is below it now and was not leaves. Only entries that changed since can be concerned; all others are where
/// they were, and go with the folder they are in. See docs/decisions/0012-rewind.md.
/// </summary>
internal sealed class RewindPlanner(RewindPicture picture)
{
    private readonly Dictionary<Guid, RewindPlace> _places = [];
    private readonly Dictionary<Guid, bool> _gone = [];

    /// <summary>Where entries come to be, the new folders among them.</summary>
    private readonly Dictionary<Guid, RewindTarget> _targets = [];

    private readonly HashSet<Guid> _trashed = [];

    /// <summary>New folders by the gone ones in whose place they are.</summary>
    private readonly Dictionary<Guid, Guid> _anew = [];

    private readonly List<RewindTarget> _made = [];

    public RewindDecision Decide()
    {
        var item = Now(picture.ItemId);
        if (item is null || item.DriveId != picture.DriveId || IsBeingPurged(item))
        {
            return Refuse(new DriveOutcome.NotFound());
        }

        if (item.Id != picture.DriveId && !WasVisible(Then(item.Id)))
        {
            return DecideAbsent(item);
        }

        if (item.State is EntryState.Trashed)
        {
            if (!picture.ReachesOutside)
            {
                return Refuse(new DriveOutcome.NotFound());
            }

            var then = Then(item.Id)!;
            _targets[item.Id] = new RewindTarget(item.Id, then.ParentId!.Value, then.Name);
        }

        SendBack();
        SendAway();
        return Check(item) is { } refusal ? Refuse(refusal) : new RewindDecision.Possible(ToPlan());
    }

    // At that moment it was not in the tree: so it leaves, if it is there.
    private RewindDecision DecideAbsent(EntryRow item)
    {
        if (picture.ReachesOutside && item.State is EntryState.Live && Depth(item.Id) is not null)
        {
            _trashed.Add(item.Id);
        }

        return new RewindDecision.Possible(ToPlan());
    }

    // Whoever was below the folder.
    private void SendBack()
    {
        foreach (var then in picture.Past.Changed.Where(then => WasBelow(then.Id) && !IsGone(then.Id)))
        {
            var now = Now(then.Id)!;
            var parentId = HomeOf(then.ParentId!.Value);
            if (now.State is EntryState.Trashed || now.ParentId != parentId || now.Name != then.Name)
            {
                _targets[then.Id] = new RewindTarget(then.Id, parentId, then.Name);
            }
        }
    }

    // The folder it was in; one that is gone for good is made anew.
    private Guid HomeOf(Guid folderId)
    {
        if (folderId == picture.ItemId || !IsGone(folderId))
        {
            return folderId;
        }

        if (_anew.TryGetValue(folderId, out var known))
        {
            return known;
        }

        var then = Then(folderId)!;
        var parentId = HomeOf(then.ParentId!.Value);
        var target = new RewindTarget(picture.NewIdFor(folderId), parentId, then.Name);
        _anew[folderId] = target.EntryId;
        _targets[target.EntryId] = target;
        _made.Add(target);
        return target.EntryId;
    }

    // Whoever is in a folder of those below, and was not below. What lies in one that leaves goes along with it.
    private void SendAway()
    {
        var returning = new List<PastEntry>();
        foreach (var then in picture.Past.Changed.Where(then => then.Id != picture.ItemId && !WasBelow(then.Id) && !IsGone(then.Id)))
        {
            if (Now(then.Id) is not { State: EntryState.Live, ParentId: { } parentId } || PlaceOf(parentId) is not RewindPlace.Within)
            {
                continue;
            }

            if (picture.ReachesOutside && PlaceOf(then.Id) is RewindPlace.Outside)
            {
                _targets[then.Id] = new RewindTarget(then.Id, then.ParentId!.Value, then.Name);
                returning.Add(then);
            }
            else
            {
                _trashed.Add(then.Id);
            }
        }

        // Who cannot go back, since the place is taken or the folder is not there, goes to the trash; that may strike others.
        while (returning.RemoveAll(IsTurnedAway) > 0)
        {
        }
    }

    private bool IsTurnedAway(PastEntry then)
    {
        var target = _targets[then.Id];
        if (IsFolder(target.ParentId) && Depth(target.ParentId) is < EntryPath.MaxDepth && IsFree(target))
        {
            return false;
        }

        _targets.Remove(then.Id);
        _trashed.Add(then.Id);
        return true;
    }

    private DriveOutcome? Check(EntryRow item)
    {
        if (_targets.TryGetValue(item.Id, out var target) && !IsFree(target))
        {
            return new DriveOutcome.NameTaken(Now(picture.Occupants[new ChildKey(target.ParentId, target.Name)])!.ToEntry(epoch: 0));
        }

        if (Depth(item.Id) is null)
        {
            return _targets.Keys.Any(id => id != item.Id && IsAbove(id, item.Id)) ? new DriveOutcome.Cycle() : new DriveOutcome.ParentMissing();
        }

        return _targets.Keys.Any(id => Depth(id) is null or > EntryPath.MaxDepth) ? new DriveOutcome.TooDeep() : null;
    }

    private RewindPlan ToPlan()
    {
        var there = picture.Past.Changed.Where(then => WasBelow(then.Id) || (then.Id == picture.ItemId && WasVisible(then))).ToList();
        var moved = _targets.Values.Where(target => Now(target.EntryId) is not null).OrderBy(target => target.EntryId).ToList();
        return new RewindPlan
        {
            Restored = [.. moved.Where(target => Now(target.EntryId)!.State is EntryState.Trashed)],
            Made = _made,
            Moved = [.. moved.Where(target => Now(target.EntryId)!.State is EntryState.Live)],
            Trashed = [.. _trashed.Order()],
            Contents = [.. there.Where(HasOtherContent).OrderBy(then => then.Id)],
            Lost = [.. there.Where(then => IsGone(then.Id) && !_anew.ContainsKey(then.Id)).OrderBy(then => then.Id)],
        };
    }

    private bool HasOtherContent(PastEntry then) =>
        then.Kind is EntryKind.File && !IsGone(then.Id) && Now(then.Id)!.VersionId != then.VersionId;

    private bool WasBelow(Guid id) => id != picture.ItemId && PlaceOf(id) is RewindPlace.Within;

    private bool WasVisible(PastEntry? then) =>
        then is { State: PastState.Live, ParentId: { } parentId } && PlaceOf(parentId) is RewindPlace.Outside;

    private RewindPlace PlaceOf(Guid id)
    {
        if (id == picture.ItemId)
        {
            return RewindPlace.Within;
        }

        if (id == picture.DriveId)
        {
            return RewindPlace.Outside;
        }

        if (!_places.TryGetValue(id, out var place))
        {
            place = Then(id) switch
            {
                null => RewindPlace.Unknown,
                { State: PastState.Live, ParentId: { } parentId } => PlaceOf(parentId),
                _ => RewindPlace.Hidden,
            };
            _places[id] = place;
        }

        return place;
    }

    /// <summary>Purged, or about to be with a folder above it, or out of reach.</summary>
    private bool IsGone(Guid id)
    {
        if (id == picture.ItemId)
        {
            return false;
        }

        if (id == picture.DriveId)
        {
            return !picture.ReachesOutside;
        }

        if (!_gone.TryGetValue(id, out var isGone))
        {
            isGone = Now(id) switch
            {
                null or { State: EntryState.Purging } => true,

                // It is in the trash by itself, whatever became of the folder it was in.
                { State: EntryState.Trashed } when picture.ReachesOutside => false,
                var row => IsGone(row.ParentId!.Value),
            };
            _gone[id] = isGone;
        }

        return isGone;
    }

    private bool IsBeingPurged(EntryRow item)
    {
        EntryRow? row = item;
        while (row is { State: EntryState.Live, ParentId: { } parentId })
        {
            row = Now(parentId);
        }

        return row is null or { State: EntryState.Purging };
    }

    private bool IsFolder(Guid id) => Now(id) is { Kind: EntryKind.Folder };

    private bool IsFree(RewindTarget target) =>
        !picture.Occupants.TryGetValue(new ChildKey(target.ParentId, target.Name), out var occupant)
        || occupant == target.EntryId
        || _trashed.Contains(occupant)
        || (_targets.TryGetValue(occupant, out var other) && (other.ParentId != target.ParentId || other.Name != target.Name));

    /// <summary>The depth that an entry comes to have; null where it is not reachable from the root.</summary>
    private int? Depth(Guid id)
    {
        var depth = 0;
        for (var current = id; current != picture.DriveId; depth++)
        {
            if (_trashed.Contains(current) || depth > picture.Now.Count + _made.Count)
            {
                return null;
            }

            if (_targets.TryGetValue(current, out var target))
            {
                current = target.ParentId;
            }
            else if (Now(current) is { State: EntryState.Live, ParentId: { } parentId })
            {
                current = parentId;
            }
            else
            {
                return null;
            }
        }

        return depth;
    }

    // As the tree is now, whatever the states.
    private bool IsAbove(Guid ancestorId, Guid id)
    {
        for (var current = Now(id)?.ParentId; current is { } folderId; current = Now(folderId)?.ParentId)
        {
            if (folderId == ancestorId)
            {
                return true;
            }
        }

        return false;
    }

    private EntryRow? Now(Guid id) => picture.Now.GetValueOrDefault(id);

    private PastEntry? Then(Guid id) => picture.Past.Find(id) ?? (Now(id) is { } row ? PastEntry.Of(row) : null);

    private static RewindDecision.Refused Refuse(DriveOutcome reason) => new(reason);
}
