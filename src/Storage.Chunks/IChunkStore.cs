using FileStorage.Core.Chunks;
using FileStorage.Storage.Chunks.Marks;

namespace FileStorage.Storage.Chunks;

/// <summary>
/// Keeps chunks, sealed (compressed where it pays, always encrypted), each at a location that the caller remembers. Knows
/// nothing of files, users or references. Every adapter passes ChunkStoreContract.
/// </summary>
public interface IChunkStore
{
    /// <summary>
    /// Stores <paramref name="plain"/> and returns where; on return it is durable. Every call makes a new copy at a location
    /// that never was before: not storing a chunk twice is the caller's business.
    /// </summary>
    /// <param name="id">SHA-256 of <paramref name="plain"/>; the caller has computed or verified it.</param>
    /// <param name="plain">1 byte to 4 MiB; must not change before the task is complete.</param>
    /// <param name="cancellationToken">Honoured while the chunk waits for its turn, never once it may have been written.</param>
    /// <exception cref="ArgumentException">The length is outside <see cref="ChunkLimits"/>.</exception>
    /// <exception cref="StorageFullException">The disk is full up to its reserve; nothing was stored.</exception>
    /// <exception cref="IOException">The write failed; whether bytes were written is unknown, and nobody has their location.</exception>
    ValueTask<ChunkLocation> PutAsync(ChunkId id, ReadOnlyMemory<byte> plain, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the chunk at <paramref name="location"/> into <paramref name="destination"/> and returns its length. Verified: the
    /// bytes are exactly those that were stored as <paramref name="id"/>, or an exception says that they are gone.
    /// </summary>
    /// <param name="id">The chunk that the caller believes to lie there.</param>
    /// <param name="location">As returned by <see cref="PutAsync"/>.</param>
    /// <param name="destination">Room for the chunk; its content is undefined after an exception, but never unverified bytes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DamagedChunkException">The chunk is missing, cut off, changed, or another one.</exception>
    /// <exception cref="ArgumentException">The destination is too small, or the location belongs to another kind of store.</exception>
    ValueTask<int> ReadAsync(ChunkId id, ChunkLocation location, Memory<byte> destination, CancellationToken cancellationToken);

    /// <summary>Removes the copy at <paramref name="location"/>; removing what is not there any more changes nothing.</summary>
    ValueTask DeleteAsync(ChunkLocation location, CancellationToken cancellationToken);

    /// <summary>
    /// Every stored copy, in no particular order, including those whose location nobody learned because of a crash. Copies
    /// stored while the listing runs may be missing.
    /// </summary>
    IAsyncEnumerable<StoredChunk> ListAsync(CancellationToken cancellationToken);

    /// <summary>Whether the location is one that this kind of store gives out; not whether anything lies there.</summary>
    bool Knows(ChunkLocation location);

    /// <summary>The name under which this store lists the chunk. Keyed: without the store's keys it reveals nothing of the hash.</summary>
    ChunkName NameOf(ChunkId id);

    /// <summary>The mark of every store whose copies <see cref="DeleteAsync"/> removes.</summary>
    IReadOnlyList<IStoreMark> Marks { get; }

    /// <summary>How much is stored and how much room is left. Cheap: may be asked on every request.</summary>
    ChunkStoreUsage GetUsage();
}
