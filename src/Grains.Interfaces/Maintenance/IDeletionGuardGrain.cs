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
    /// <summary>How long a hold lasts that is not repeated.</summary>
    static readonly TimeSpan HoldTime = TimeSpan.FromMinutes(3);

    /// <summary>What <see cref="RenewAsync"/> answers while somebody holds the stores as they are.</summary>
    const string Held = "A backup is being made: nothing is deleted until it has ended.";

    /// <summary>
    /// Renews the marks. Empty: it may be deleted what was listed before; else what stands against it: a line a store, and <see cref="Held"/>.
    /// </summary>
    [Alias("renew"), ResponseTimeout("00:05:00")]
    Task<ImmutableArray<string>> RenewAsync(CancellationToken cancellationToken = default);

    /// <summary>Takes the stores for this service, whoever was there before.</summary>
    [Alias("claim"), ResponseTimeout("00:05:00")]
    Task ClaimAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Has nothing deleted from now on for <see cref="HoldTime"/>, since the stores are being copied. What was listed for deletion after this call stays.
    /// To be repeated sooner than that.
    /// </summary>
    /// <param name="hold">Chosen by the caller.</param>
    /// <param name="mayBegin">Whether it is a new one; false: one that is held already.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False where it was to be held already and is not any more: something may have been deleted meanwhile.</returns>
    [Alias("hold")]
    Task<bool> HoldAsync(Guid hold, bool mayBegin, CancellationToken cancellationToken = default);

    /// <summary>Ends a hold; one that is not there changes nothing.</summary>
    [Alias("let-go")]
    Task LetGoAsync(Guid hold, CancellationToken cancellationToken = default);
}
