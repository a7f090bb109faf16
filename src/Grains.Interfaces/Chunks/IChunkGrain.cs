using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Chunks;

/// <summary>
/// One chunk: the only writer of its references, of where it lies, and of its life (live, condemned, deleted). Never holds
/// bytes. Keyed by <see cref="ChunkKeys.Of"/>.
/// </summary>
[Alias("chunk"), GrainInterfaceType("chunk")]
public interface IChunkGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes a reference on the chunk if it is stored (and, by mode, known to the owner); durable on return. False: the bytes
    /// must be stored and <see cref="RegisterAsync"/> called, as for a chunk that was found damaged. Safe to repeat.
    /// </summary>
    [Alias("hold")]
    Task<bool> HoldAsync(ChunkReference reference, HoldMode mode, CancellationToken cancellationToken = default);

    /// <summary>
    /// Tells where the gateway has durably stored the chunk's bytes, and takes a reference; durable on return. Where the chunk
    /// was already stored, the first place stays and the new one becomes garbage, unless the first was found damaged: then it is the other way
    /// round. Safe to repeat.
    /// </summary>
    [Alias("register")]
    Task RegisterAsync(ChunkPlace place, ChunkReference reference, CancellationToken cancellationToken = default);

    /// <summary>
    /// Tells that a durable and verified copy lies at <paramref name="place"/>, in place of the one at <paramref name="from"/>, which becomes
    /// garbage; the two may be the same where a damaged copy turned out to be whole. False where the chunk does not lie at <paramref name="from"/> any more: nothing was changed, and the copy belongs to nobody.
    /// </summary>
    [Alias("relocate")]
    Task<bool> RelocateAsync(ImmutableArray<byte> from, ChunkPlace place, CancellationToken cancellationToken = default);

    /// <summary>
    /// Tells that the bytes at <paramref name="location"/> are missing or changed. They stay where they are and are read as before, but nobody takes a
    /// reference on them any more: the next one who brings the bytes replaces them, for all who refer to the chunk. Changes nothing where the chunk
    /// lies elsewhere by now.
    /// </summary>
    [Alias("mark-damaged")]
    Task MarkDamagedAsync(ImmutableArray<byte> location, CancellationToken cancellationToken = default);

    /// <summary>Where the bytes lie, or null if this chunk is not stored.</summary>
    [Alias("locate"), Orleans.Concurrency.ReadOnly]
    Task<ChunkPlace?> LocateAsync(CancellationToken cancellationToken = default);

    /// <summary>Whether this version holds a reference on the chunk and the chunk is stored.</summary>
    [Alias("is-held"), Orleans.Concurrency.ReadOnly]
    Task<bool> IsHeldAsync(Guid owner, Guid versionId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Gives a version's reference back; the last one condemns the chunk. One that is still leased stays until its lease ends: the
    /// version might yet be committed by a message that is late. Safe to repeat.
    /// </summary>
    [Alias("release")]
    Task ReleaseAsync(Guid owner, Guid versionId, CancellationToken cancellationToken = default);

    /// <summary>
    /// What the sweeper calls: settles references whose lease has run out by asking their files, condemns a chunk without
    /// references, and deletes one that has been condemned for longer than <paramref name="grace"/>.
    /// </summary>
    [Alias("sweep")]
    Task<ChunkSweep> SweepAsync(TimeSpan grace, CancellationToken cancellationToken = default);
}
