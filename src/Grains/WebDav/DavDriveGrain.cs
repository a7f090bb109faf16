using System.Numerics;
using FileStorage.Grains.Documents;
using FileStorage.Grains.Interfaces.WebDav;
using FileStorage.Storage.Metadata;

namespace FileStorage.Grains.WebDav;

/// <inheritdoc cref="IDavDriveGrain"/>
[GrainType("dav-drive")]
internal sealed class DavDriveGrain(
    [PersistentState("dav-drive", MetadataServices.DocumentStorage)] IPersistentState<DavDriveDocument> document, TimeProvider clock)
    : Grain, IDavDriveGrain
{
    private DavDriveState _state = DavDriveState.Empty;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state = new DavDriveState
        {
            Locks = [.. document.State.Locks.Select(ToLock)],
            PropertyShards = document.State.PropertyShards,
        };
        return Task.CompletedTask;
    }

    public Task<DavDriveState> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Current());

    public async Task<DavLocking> LockAsync(DavLock wanted, CancellationToken cancellationToken)
    {
        var current = Current();
        if (current.Locks.Any(one => one.Token == wanted.Token))
        {
            return DavLocking.Locked;
        }

        if (current.Locks.Any(one => IsInTheWay(one, wanted)))
        {
            return DavLocking.Conflict;
        }

        if (current.Locks.Length >= IDavDriveGrain.MaxLocks
            || current.Locks.Count(one => one.UserId == wanted.UserId) >= IDavDriveGrain.MaxLocksOfOne
            || current.Locks.Count(one => one.UserId == wanted.UserId && one.EntryId == wanted.EntryId) >= IDavDriveGrain.MaxLocksOfOneOnItem)
        {
            return DavLocking.TooMany;
        }

        await WriteAsync(current with { Locks = current.Locks.Add(wanted) });
        return DavLocking.Locked;
    }

    public async Task<DavLock?> RefreshAsync(Guid token, Guid userId, int seconds, CancellationToken cancellationToken)
    {
        var current = Current();
        if (current.Locks.FirstOrDefault(one => one.Token == token && one.UserId == userId) is not { } known)
        {
            return null;
        }

        var refreshed = known with { Seconds = seconds, ExpiresAt = clock.GetUtcNow().AddSeconds(seconds) };
        await WriteAsync(current with { Locks = current.Locks.Replace(known, refreshed) });
        return refreshed;
    }

    public async Task<bool> UnlockAsync(Guid token, Guid userId, CancellationToken cancellationToken)
    {
        var current = Current();
        if (current.Locks.FirstOrDefault(one => one.Token == token && one.UserId == userId) is not { } known)
        {
            return false;
        }

        await WriteAsync(current with { Locks = current.Locks.Remove(known) });
        return true;
    }

    public async Task EndLocksAsync(Guid entryId, CancellationToken cancellationToken)
    {
        var current = Current();
        var rest = current.Locks.RemoveAll(one => one.IsWithin(entryId));
        if (rest.Length < current.Locks.Length)
        {
            await WriteAsync(current with { Locks = rest });
        }
    }

    public async Task MarkShardsAsync(long shards, CancellationToken cancellationToken)
    {
        var current = Current();
        if ((current.PropertyShards | shards) != current.PropertyShards)
        {
            await WriteAsync(current with { PropertyShards = current.PropertyShards | shards });
        }
    }

    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        for (var rest = (ulong)_state.PropertyShards; rest != 0; rest &= rest - 1)
        {
            var key = DavPropertyShards.KeyOf(this.GetPrimaryKey(), BitOperations.TrailingZeroCount(rest));
            await GrainFactory.GetGrain<IDavPropertiesGrain>(key).ForgetAsync(cancellationToken);
        }

        DeactivateOnIdle();
        if (document.RecordExists)
        {
            await document.ClearStateAsync(cancellationToken);
        }
    }

    // Expired locks are gone for everybody at once; they leave the document with the next write.
    private DavDriveState Current()
    {
        var now = clock.GetUtcNow();
        return _state.Locks.Any(one => one.ExpiresAt <= now)
            ? _state with { Locks = _state.Locks.RemoveAll(one => one.ExpiresAt <= now) }
            : _state;
    }

    private static bool IsInTheWay(DavLock one, DavLock wanted) =>
        (!one.IsShared || !wanted.IsShared)
        && (one.Covers(wanted.Way) || (wanted.IsDeep && one.IsWithin(wanted.EntryId)));

    private async Task WriteAsync(DavDriveState state)
    {
        document.State = new DavDriveDocument
        {
            Locks = [.. state.Locks.Select(ToDocument)],
            PropertyShards = state.PropertyShards,
        };
        await document.WriteOrRetireAsync(this);
        _state = state;
    }

    private static DavLock ToLock(DavLockDocument stored) => new()
    {
        Token = stored.Token,
        UserId = stored.UserId,
        Way = [.. stored.Way],
        IsDeep = stored.IsDeep,
        IsShared = stored.IsShared,
        OwnerXml = stored.OwnerXml,
        Seconds = stored.Seconds,
        ExpiresAt = stored.ExpiresAt,
    };

    private static DavLockDocument ToDocument(DavLock one) => new()
    {
        Token = one.Token,
        UserId = one.UserId,
        Way = [.. one.Way],
        IsDeep = one.IsDeep,
        IsShared = one.IsShared,
        OwnerXml = one.OwnerXml,
        Seconds = one.Seconds,
        ExpiresAt = one.ExpiresAt,
    };
}
