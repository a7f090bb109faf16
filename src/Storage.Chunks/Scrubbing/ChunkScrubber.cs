using System.Buffers;
using FileStorage.Core.Chunks;

namespace FileStorage.Storage.Chunks.Scrubbing;

/// <summary>
/// Reads stored chunks back and proves them: the seal, and on top of it that the plain bytes hash to the id. Changes nothing,
/// and nothing it finds makes it stop.
/// </summary>
public sealed class ChunkScrubber(IChunkStore store)
{
    /// <summary>What is wrong with one stored chunk, or null where its bytes are exactly those of <paramref name="id"/>.</summary>
    public async ValueTask<DamagedChunkException?> CheckAsync(
        ChunkId id, ChunkLocation location, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkLimits.MaxChunkBytes);
        try
        {
            return await CheckAsync(id, location, buffer, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Checks one chunk after the other and returns those that are damaged, as they are found.</summary>
    public async IAsyncEnumerable<DamagedChunkException> CheckAsync(
        IAsyncEnumerable<(ChunkId Id, ChunkLocation Location)> chunks,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (id, location) in chunks.WithCancellation(cancellationToken))
        {
            if (await CheckAsync(id, location, cancellationToken) is { } damage)
            {
                yield return damage;
            }
        }
    }

    private async ValueTask<DamagedChunkException?> CheckAsync(
        ChunkId id, ChunkLocation location, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            var length = await store.ReadAsync(id, location, buffer, cancellationToken);
            return ChunkId.Of(buffer.AsSpan(0, length)) == id
                ? null
                : new DamagedChunkException(id, location, "its seal is whole, but its bytes are not those of its id.");
        }
        catch (DamagedChunkException e)
        {
            return e;
        }
    }
}
