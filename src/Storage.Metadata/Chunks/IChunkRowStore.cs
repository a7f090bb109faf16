using FileStorage.Core.Chunks;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Chunks;

/// <summary>The rows of chunks: where they lie, what refers to them, and which bytes are garbage. Only the Chunk grain commits.</summary>
public interface IChunkRowStore
{
    /// <summary>The row and whether any reference exists, or null where the chunk has no row. One indexed read.</summary>
    ValueTask<ChunkSnapshot?> ReadAsync(ChunkId id, CancellationToken cancellationToken);

    /// <summary>Whether this owner refers to the chunk already: what "missing" is answered from.</summary>
    ValueTask<bool> OwnerHasAsync(ChunkId id, Guid ownerId, CancellationToken cancellationToken);

    /// <summary>Those of the chunks that this owner does not refer to, in the order given. One indexed read each.</summary>
    ValueTask<List<ChunkId>> FindMissingForOwnerAsync(
        IReadOnlyList<ChunkId> ids, Guid ownerId, CancellationToken cancellationToken);

    /// <summary>The reference of one version, or null. One indexed read.</summary>
    ValueTask<ChunkReferenceRow?> FindReferenceAsync(ChunkId id, Guid ownerId, Guid versionId, CancellationToken cancellationToken);

    /// <summary>The references of one chunk in the order of their keys, after <paramref name="after"/> (null: from the start).</summary>
    ValueTask<List<ChunkReferenceRow>> ListReferencesAsync(
        ChunkId id, ChunkReferenceKey? after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Applies one change of one chunk wholly or not at all. A conflict means that the row version was another one, that the chunk
    /// existed already (expected 0), or that a chunk to be condemned or deleted still has references: read it anew.
    /// </summary>
    /// <exception cref="ArgumentException">The parts of the commit contradict each other.</exception>
    /// <inheritdoc cref="IMetadataDatabase.WriteAsync"/>
    ValueTask<WriteOutcome> CommitAsync(ChunkCommit commit, CancellationToken cancellationToken);

    /// <summary>
    /// Commits many chunks at once, usually in one transaction; each stands or conflicts by itself, and the answers are in the order
    /// given. An exception says nothing about any of them: read them anew.
    /// </summary>
    /// <inheritdoc cref="CommitAsync"/>
    ValueTask<WriteOutcome[]> CommitAllAsync(IReadOnlyList<ChunkCommit> commits, CancellationToken cancellationToken);

    /// <summary>Chunks by id after <paramref name="after"/> (null: from the start), for the sweeper and the check.</summary>
    ValueTask<List<ChunkSnapshot>> ListAsync(ChunkId? after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// References whose lease ended before a time, the oldest first. Reads a small index of leases only.
    /// </summary>
    ValueTask<List<ChunkReferenceRow>> ListLapsedLeasesAsync(
        long beforeUnixMilliseconds, int limit, CancellationToken cancellationToken);

    /// <summary>Chunks condemned before a time, oldest first. Reads a small index of condemned ones only.</summary>
    ValueTask<List<ChunkRow>> ListCondemnedAsync(long beforeUnixMilliseconds, int limit, CancellationToken cancellationToken);

    /// <summary>Garbage older than a time, by location.</summary>
    ValueTask<List<GarbageRow>> ListGarbageAsync(long beforeUnixMilliseconds, int limit, CancellationToken cancellationToken);

    /// <summary>Records locations as garbage outside of a chunk's commit: bytes that were stored but never registered. Repeatable.</summary>
    ValueTask<WriteOutcome> AddGarbageAsync(IReadOnlyList<GarbageRow> rows, CancellationToken cancellationToken);

    /// <summary>Forgets garbage whose bytes are gone. Repeatable.</summary>
    ValueTask<WriteOutcome> RemoveGarbageAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> locations, CancellationToken cancellationToken);

    /// <summary>Reads every chunk and reference: seconds for millions, for statistics only.</summary>
    ValueTask<ChunkTotals> SumAsync(CancellationToken cancellationToken);
}
