using System.Collections.Immutable;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Chunks;

namespace FileStorage.Api.Chunks;

/// <summary>Sends one question about many chunks to their shards: one call for each batch, few at a time.</summary>
internal static class ChunkShards
{
    private const int CallsInFlight = 8;

    /// <summary>The union of the answers to <paramref name="ask"/>; every chunk is asked about once.</summary>
    public static async Task<HashSet<ChunkId>> AskAsync(
        IGrainFactory grains,
        IEnumerable<ChunkId> chunks,
        Func<IChunkShardGrain, ImmutableArray<ChunkId>, Task<ImmutableArray<ChunkId>>> ask)
    {
        var answers = new HashSet<ChunkId>();
        var inFlight = new Queue<Task<ImmutableArray<ChunkId>>>();
        try
        {
            foreach (var (shard, batch) in Batches(chunks))
            {
                if (inFlight.Count == CallsInFlight)
                {
                    answers.UnionWith(await inFlight.Dequeue());
                }

                inFlight.Enqueue(ask(grains.GetGrain<IChunkShardGrain>(shard), batch));
            }

            while (inFlight.Count > 0)
            {
                answers.UnionWith(await inFlight.Dequeue());
            }
        }
        finally
        {
            // After a failure the others still run: let none go unobserved.
            await Settled.WaitAsync(Task.WhenAll(inFlight));
        }

        return answers;
    }

    private static IEnumerable<(int Shard, ImmutableArray<ChunkId> Batch)> Batches(IEnumerable<ChunkId> chunks)
    {
        foreach (var group in chunks.Distinct().GroupBy(ChunkKeys.ShardOf))
        {
            foreach (var batch in group.Chunk(IChunkShardGrain.MaxBatch))
            {
                yield return (group.Key, [.. batch]);
            }
        }
    }
}
