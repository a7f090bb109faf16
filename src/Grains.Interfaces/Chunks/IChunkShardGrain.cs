using System.Collections.Immutable;
using FileStorage.Core.Chunks;

namespace FileStorage.Grains.Interfaces.Chunks;

/// <summary>
/// Carries the chunk calls of one commit as one batch a shard, so that a large file does not cost one round trip a chunk. It
/// holds no state: every call goes on to the grain of its chunk, which is activated beside it. Keyed by shard number.
/// All chunks of a call belong to this shard; at most <see cref="MaxBatch"/> a call.
/// </summary>
[Alias("chunk-shard"), GrainInterfaceType("chunk-shard")]
public interface IChunkShardGrain : IGrainWithIntegerKey
{
    const int MaxBatch = 1024;

    /// <summary>Those of <paramref name="chunks"/> on which no reference could be taken; see <see cref="IChunkGrain.HoldAsync"/>.</summary>
    [Alias("hold-many")]
    Task<ImmutableArray<ChunkId>> HoldManyAsync(
        ImmutableArray<ChunkId> chunks, ChunkReference reference, HoldMode mode, CancellationToken cancellationToken = default);

    /// <summary>Those of <paramref name="chunks"/> that the version does not hold.</summary>
    [Alias("find-unheld")]
    Task<ImmutableArray<ChunkId>> FindUnheldAsync(
        ImmutableArray<ChunkId> chunks, Guid owner, Guid versionId, CancellationToken cancellationToken = default);

    [Alias("release-many")]
    Task ReleaseManyAsync(
        ImmutableArray<ChunkId> chunks, Guid owner, Guid versionId, CancellationToken cancellationToken = default);

    /// <summary>Where each chunk lies, in the order asked; null where it is not stored.</summary>
    [Alias("locate-many")]
    Task<ImmutableArray<ChunkPlace?>> LocateManyAsync(
        ImmutableArray<ChunkId> chunks, CancellationToken cancellationToken = default);
}
