using FileStorage.Grains.Drives;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.History;

/// <summary>Gathers what deciding a rewind looks at: only what changed since, and the folders above it.</summary>
internal sealed class RewindSurvey(DriveBatch batch, Past past)
{
    private readonly Dictionary<Guid, EntryRow?> _now = [];
    private readonly Dictionary<ChildKey, Guid> _occupants = [];

    public async ValueTask<RewindPicture> TakeAsync(
        Guid itemId, bool reachesOutside, Func<Guid, Guid> newIdFor, CancellationToken cancellationToken)
    {
        await LoadAsync(itemId, cancellationToken);
        foreach (var then in past.Changed)
        {
            await LoadAsync(then.Id, cancellationToken);
            if (then is { State: PastState.Live, ParentId: { } parentId } && !IsThere(then))
            {
                await FindOccupantAsync(new ChildKey(parentId, then.Name), cancellationToken);
            }
        }

        return new RewindPicture
        {
            DriveId = batch.DriveId,
            ItemId = itemId,
            Past = past,
            Now = _now,
            Occupants = _occupants,
            ReachesOutside = reachesOutside,
            NewIdFor = newIdFor,
        };
    }

    private bool IsThere(PastEntry then) =>
        _now[then.Id] is { State: EntryState.Live } now && now.ParentId == then.ParentId && now.Name == then.Name;

    private async ValueTask FindOccupantAsync(ChildKey place, CancellationToken cancellationToken)
    {
        if (await batch.FindChildAsync(place.ParentId, place.Name, cancellationToken) is { } occupant)
        {
            _occupants[place] = occupant.Id;
            await LoadAsync(occupant.Id, cancellationToken);
        }
    }

    // The entry, and every folder above it, now and then.
    private async ValueTask LoadAsync(Guid entryId, CancellationToken cancellationToken)
    {
        var waiting = new Stack<Guid>();
        waiting.Push(entryId);
        while (waiting.TryPop(out var id))
        {
            if (_now.ContainsKey(id))
            {
                continue;
            }

            var row = await batch.FindAsync(id, cancellationToken);
            _now[id] = row;
            if (row?.ParentId is { } above)
            {
                waiting.Push(above);
            }

            if (past.Find(id)?.ParentId is { } before)
            {
                waiting.Push(before);
            }
        }
    }
}
