using System.Runtime.CompilerServices;
using FileStorage.Core.Chunks;
using FileStorage.Storage.Chunks.Marks;

namespace FileStorage.Storage.Chunks.Moving;

/// <summary>
/// Two stores while chunks move from one to the other: new chunks go to the current one, and whatever has a location in the former one is read and
/// deleted there. They are of different kinds, which is how a location tells where it belongs.
/// </summary>
public sealed class MovingChunkStore(IChunkStore current, IChunkStore former) : IChunkStore
{
    /// <inheritdoc/>
    public IReadOnlyList<IStoreMark> Marks { get; } = [.. current.Marks, .. former.Marks];

    /// <summary>Whether the copy there is one that has to move.</summary>
    public bool IsToMove(ChunkLocation location) => !current.Knows(location) && former.Knows(location);

    /// <inheritdoc/>
    public bool Knows(ChunkLocation location) => current.Knows(location) || former.Knows(location);

    /// <inheritdoc/>
    public ValueTask<ChunkLocation> PutAsync(ChunkId id, ReadOnlyMemory<byte> plain, CancellationToken cancellationToken) =>
        current.PutAsync(id, plain, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(ChunkId id, ChunkLocation location, Memory<byte> destination, CancellationToken cancellationToken) =>
        StoreOf(location).ReadAsync(id, location, destination, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DeleteAsync(ChunkLocation location, CancellationToken cancellationToken) =>
        StoreOf(location).DeleteAsync(location, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredChunk> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var store in new[] { current, former })
        {
            await foreach (var chunk in store.ListAsync(cancellationToken))
            {
                yield return chunk;
            }
        }
    }

    /// <summary>As the current store names it; the former one has a naming key of its own.</summary>
    public ChunkName NameOf(ChunkId id) => current.NameOf(id);

    /// <inheritdoc/>
    public ChunkStoreUsage GetUsage()
    {
        var (now, before) = (current.GetUsage(), former.GetUsage());
        return now with { StoredBytes = now.StoredBytes + before.StoredBytes, DamagedReads = now.DamagedReads + before.DamagedReads };
    }

    private IChunkStore StoreOf(ChunkLocation location) => former.Knows(location) && !current.Knows(location) ? former : current;
}
