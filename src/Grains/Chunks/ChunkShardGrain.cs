using System.Collections.Immutable;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Chunks;
using Orleans.Concurrency;

namespace FileStorage.Grains.Chunks;

/// <inheritdoc cref="IChunkShardGrain"/>
// Reentrant: it has no state, and one slow batch must not hold up the others.
[GrainType("chunk-shard"), Reentrant]
internal sealed class ChunkShardGrain : Grain, IChunkShardGrain
{
    private const int MaxChunksAtOnce = 64;

    public async Task<ImmutableArray<ChunkId>> HoldManyAsync(
        ImmutableArray<ChunkId> chunks, ChunkReference reference, HoldMode mode, CancellationToken cancellationToken)
    {
        var held = await ForEachAsync(chunks, grain => grain.HoldAsync(reference, mode, cancellationToken));
        return Where(chunks, held, isHeld => !isHeld);
    }

    public async Task<ImmutableArray<ChunkId>> FindUnheldAsync(
        ImmutableArray<ChunkId> chunks, Guid owner, Guid versionId, CancellationToken cancellationToken)
    {
        var held = await ForEachAsync(chunks, grain => grain.IsHeldAsync(owner, versionId, cancellationToken));
        return Where(chunks, held, isHeld => !isHeld);
    }

    public Task ReleaseManyAsync(
        ImmutableArray<ChunkId> chunks, Guid owner, Guid versionId, CancellationToken cancellationToken) =>
        ForEachAsync(chunks, async grain =>
        {
            await grain.ReleaseAsync(owner, versionId, cancellationToken);
            return true;
        });

    public async Task<ImmutableArray<ChunkPlace?>> LocateManyAsync(
        ImmutableArray<ChunkId> chunks, CancellationToken cancellationToken) =>
        [.. await ForEachAsync(chunks, grain => grain.LocateAsync(cancellationToken))];

    private async Task<T[]> ForEachAsync<T>(ImmutableArray<ChunkId> chunks, Func<IChunkGrain, Task<T>> call)
    {
        if (chunks.Length > IChunkShardGrain.MaxBatch)
        {
            throw new ArgumentException($"A batch has at most {IChunkShardGrain.MaxBatch} chunks, not {chunks.Length}.", nameof(chunks));
        }

        var answers = new T[chunks.Length];
        for (var start = 0; start < chunks.Length; start += MaxChunksAtOnce)
        {
            var calls = new Task<T>[Math.Min(MaxChunksAtOnce, chunks.Length - start)];
            for (var i = 0; i < calls.Length; i++)
            {
                calls[i] = call(GrainFactory.GetGrain<IChunkGrain>(ChunkKeys.Of(chunks[start + i])));
            }

            (await Task.WhenAll(calls)).CopyTo(answers, start);
        }

        return answers;
    }

    private static ImmutableArray<ChunkId> Where(ImmutableArray<ChunkId> chunks, bool[] answers, Func<bool, bool> wanted) =>
        [.. chunks.Where((_, i) => wanted(answers[i]))];
}
