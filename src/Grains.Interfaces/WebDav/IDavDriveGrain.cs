namespace FileStorage.Grains.Interfaces.WebDav;

/// <summary>What WebDAV keeps of one drive beside its tree: the locks, and where dead properties are. Keyed by drive id.</summary>
[Alias("dav-drive"), GrainInterfaceType("dav-drive")]
public interface IDavDriveGrain : IGrainWithGuidKey
{
    const int MaxLocks = 2000;

    /// <summary>Locks of one account on one item, so that nobody who was let in uses up those of all.</summary>
    const int MaxLocksOfOneOnItem = 10;

    /// <summary>Locks of one account in a drive.</summary>
    const int MaxLocksOfOne = 500;

    [Alias("read"), Orleans.Concurrency.ReadOnly]
    Task<DavDriveState> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>Takes a lock; durable on return. Safe to repeat with the same token.</summary>
    [Alias("lock")]
    Task<DavLocking> LockAsync(DavLock wanted, CancellationToken cancellationToken = default);

    /// <summary>Begins the lease of a lock anew, from now on; null where this account holds no such lock.</summary>
    [Alias("refresh")]
    Task<DavLock?> RefreshAsync(Guid token, Guid userId, int seconds, CancellationToken cancellationToken = default);

    /// <summary>Ends a lock. False where this account holds no such lock.</summary>
    [Alias("unlock"), NotRepeated]
    Task<bool> UnlockAsync(Guid token, Guid userId, CancellationToken cancellationToken = default);

    /// <summary>Ends the locks of an entry and of all below it, which has gone or has gone elsewhere. Safe to repeat.</summary>
    [Alias("end-locks")]
    Task EndLocksAsync(Guid entryId, CancellationToken cancellationToken = default);

    /// <summary>Remembers that shards hold dead properties. Before they are written; safe to repeat.</summary>
    [Alias("mark-shards")]
    Task MarkShardsAsync(long shards, CancellationToken cancellationToken = default);

    /// <summary>Forgets everything, the properties included: the drive is gone. Safe to repeat.</summary>
    [Alias("forget")]
    Task ForgetAsync(CancellationToken cancellationToken = default);
}
