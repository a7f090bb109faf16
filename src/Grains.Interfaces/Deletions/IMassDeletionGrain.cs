using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Deletions;

/// <summary>
/// Watches over what devices delete in one drive that do not say what they saw last: programs of other makers, and visitors of links. One that deletes a
/// large part of the drive at once is held: it deletes nothing more until the owner has said whether that is meant. Keyed by drive id.
/// </summary>
[Alias("mass-deletion"), GrainInterfaceType("mass-deletion")]
public interface IMassDeletionGrain : IGrainWithGuidKey
{
    /// <summary>Devices of one drive that are known to be held; further ones are judged anew with each deletion.</summary>
    const int MaxHeld = 1000;

    /// <summary>
    /// The journal number at which the window of a device began, which begins now, at <paramref name="journalNumber"/>, where there is none: what was made
    /// after it does not count. Whoever makes files and deletes them again deletes nobody's files.
    /// </summary>
    [Alias("open")]
    Task<long> OpenAsync(Guid deviceId, long journalNumber, CancellationToken cancellationToken = default);

    /// <summary>
    /// Asks for a deletion, and counts it. Asking twice counts twice: that errs on the safe side. That a device is held is durable, and told to the
    /// audit, before the answer.
    /// </summary>
    [Alias("admit")]
    Task<DeletionVerdict> AdmitAsync(DeletionWish wish, CancellationToken cancellationToken = default);

    /// <summary>The devices that are held, oldest first.</summary>
    [Alias("list"), Orleans.Concurrency.ReadOnly]
    Task<ImmutableArray<HeldDeletion>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends the holding of a device. With <paramref name="allows"/> it may delete without a bound until the time that counts has passed; without, counting
    /// begins anew. False where it is not held. Safe to repeat.
    /// </summary>
    [Alias("release")]
    Task<bool> ReleaseAsync(Guid deviceId, bool allows, CancellationToken cancellationToken = default);

    /// <summary>Forgets everything, when the drive is gone. Safe to repeat.</summary>
    [Alias("forget")]
    Task ForgetAsync(CancellationToken cancellationToken = default);
}
