using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Maintenance;

/// <summary>
/// Whether the chunk stores are this service's alone. What stands in no row is left over and gets deleted, and a copy of the database (a drill, a
/// staging system, a point in time) does not know what the original has stored since: run with the original's store, it would delete it. So whoever
/// deletes leaves a mark in the store and remembers it; who finds another one deletes nothing, and takes away the other's right as well, until an
/// operator has said whose the store is. One grain, key 0.
/// </summary>
[Alias("deletion-guard"), GrainInterfaceType("deletion-guard")]
public interface IDeletionGuardGrain : IGrainWithIntegerKey
{
    /// <summary>Renews the marks. Empty: it may be deleted; else what stands against it, a line a store.</summary>
    [Alias("renew"), ResponseTimeout("00:05:00")]
    Task<ImmutableArray<string>> RenewAsync(CancellationToken cancellationToken = default);

    /// <summary>Takes the stores for this service, whoever was there before.</summary>
    [Alias("claim"), ResponseTimeout("00:05:00")]
    Task ClaimAsync(CancellationToken cancellationToken = default);
}
