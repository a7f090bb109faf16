using System.Collections.Immutable;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Chunks;

namespace FileStorage.Grains.Chunks;

/// <summary>Calls to many chunks: one batch a shard, a bounded number of batches at once.</summary>
internal static class ChunkBatches
{
    private const int MaxBatchesAtOnce = 8;

    public static async Task ReleaseAsync(
        IGrainFactory grains, IEnumerable<ChunkId> chunks, Guid owner, Guid versionId, CancellationToken cancellationToken)
    {
        foreach (var batches in Split(chunks).Chunk(MaxBatchesAtOnce))
        {
            await Task.WhenAll(batches.Select(batch => Shard(grains, batch).ReleaseManyAsync(batch, owner, versionId, cancellationToken)));
        }
    }

    /// <summary>Takes references on chunks that the owner has already; false where one of them is not there.</summary>
    public static async Task<bool> HoldAsync(
        IGrainFactory grains, IEnumerable<ChunkId> chunks, ChunkReference reference, CancellationToken cancellationToken)
    {
        var isWhole = true;
        foreach (var batches in Split(chunks).Chunk(MaxBatchesAtOnce))
        {
            var lacking = await Task.WhenAll(
                batches.Select(batch => Shard(grains, batch).HoldManyAsync(batch, reference, HoldMode.OwnedOnly, cancellationToken)));
            isWhole &= lacking.All(chunk => chunk.IsEmpty);
        }

        return isWhole;
    }

    /// <summary>Those of the chunks that the version does not hold; stops looking once it has <paramref name="enough"/>.</summary>
    public static async Task<List<ChunkId>> FindUnheldAsync(
        IGrainFactory grains, IEnumerable<ChunkId> chunks, Guid owner, Guid versionId, int enough, CancellationToken cancellationToken)
    {
        var unheld = new List<ChunkId>();
        foreach (var batches in Split(chunks).Chunk(MaxBatchesAtOnce))
        {
            var answers = await Task.WhenAll(
                batches.Select(batch => Shard(grains, batch).FindUnheldAsync(batch, owner, versionId, cancellationToken)));
            unheld.AddRange(answers.SelectMany(answer => answer));
            if (unheld.Count >= enough)
            {
                break;
            }
        }

        return unheld;
    }

    private static IEnumerable<ImmutableArray<ChunkId>> Split(IEnumerable<ChunkId> chunks) =>
        chunks.Distinct().GroupBy(ChunkKeys.ShardOf).SelectMany(
            shard => shard.Chunk(IChunkShardGrain.MaxBatch).Select(batch => batch.ToImmutableArray()));

    private static IChunkShardGrain Shard(IGrainFactory grains, ImmutableArray<ChunkId> batch) =>
        grains.GetGrain<IChunkShardGrain>(ChunkKeys.ShardOf(batch[0]));
}
