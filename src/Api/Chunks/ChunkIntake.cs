using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using FileStorage.Api.Telemetry;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Storage.Chunks;

namespace FileStorage.Api.Chunks;

/// <summary>
/// The one way for a chunk into the store: held where it is already stored, else stored, then registered. Durable and held on
/// return; safe to repeat.
/// </summary>
internal sealed class ChunkIntake(IGrainFactory grains, IChunkStore store)
{
    /// <summary>Chunks that are being stored by this process at this moment.</summary>
    private readonly ConcurrentDictionary<ChunkId, Task> _underWay = new();

    /// <param name="id">SHA-256 of <paramref name="plain"/>, computed by this server.</param>
    /// <param name="plain">1 byte to 4 MiB.</param>
    /// <param name="reference">The version that is going to refer to the chunk.</param>
    /// <param name="cancellationToken">Honoured up to the durable write.</param>
    /// <exception cref="StorageFullException">The disk is full up to its reserve.</exception>
    public async Task StoreAsync(
        ChunkId id, ReadOnlyMemory<byte> plain, ChunkReference reference, CancellationToken cancellationToken)
    {
        if (await BeginAsync(id, plain, reference, cancellationToken) is { } holding)
        {
            await holding;
        }
    }

    /// <summary>
    /// As <see cref="StoreAsync"/>, but returns when the bytes are durable and the reference is on its way: a task that is done when it is durable
    /// too, or null where it is.
    /// </summary>
    public async ValueTask<Task?> BeginAsync(
        ChunkId id, ReadOnlyMemory<byte> plain, ChunkReference reference, CancellationToken cancellationToken)
    {
        var chunk = grains.GetGrain<IChunkGrain>(ChunkKeys.Of(id));
        while (!await chunk.HoldAsync(reference, HoldMode.WithBytes, cancellationToken))
        {
            // Equal files tend to come together, as copies in one folder do: the second of two equal chunks waits for the first and is held, rather
            // than stored again and thrown away later.
            var done = new TaskCompletionSource();
            var first = _underWay.GetOrAdd(id, done.Task);
            if (first == done.Task)
            {
                return await StoreFirstAsync(chunk, id, plain, reference, done, cancellationToken);
            }

            await first.WaitAsync(cancellationToken);
        }

        GatewayMetrics.ChunksHeld.Add(1);
        return null;
    }

    /// <summary>
    /// Takes references on chunks that are thought to be stored, in batches by shard. Returns those on which none could be taken.
    /// </summary>
    public async Task<HashSet<ChunkId>> HoldAsync(
        IEnumerable<ChunkId> chunks, ChunkReference reference, HoldMode mode, CancellationToken cancellationToken)
    {
        var lacking = await ChunkShards.AskAsync(
            grains, chunks, (shard, batch) => shard.HoldManyAsync(batch, reference, mode, cancellationToken));
        return lacking;
    }

    /// <summary>Those of <paramref name="chunks"/> that the version does not hold.</summary>
    public async Task<HashSet<ChunkId>> FindUnheldAsync(
        IEnumerable<ChunkId> chunks, Guid owner, Guid versionId, CancellationToken cancellationToken)
    {
        var lacking = await ChunkShards.AskAsync(
            grains, chunks, (shard, batch) => shard.FindUnheldAsync(batch, owner, versionId, cancellationToken));
        return lacking;
    }

    private async Task<Task> StoreFirstAsync(
        IChunkGrain chunk,
        ChunkId id,
        ReadOnlyMemory<byte> plain,
        ChunkReference reference,
        TaskCompletionSource done,
        CancellationToken cancellationToken)
    {
        Task? holding = null;
        try
        {
            var location = await store.PutAsync(id, plain, cancellationToken);
            var place = new ChunkPlace
            {
                Location = ImmutableCollectionsMarshal.AsImmutableArray(location.ToByteArray()),
                PlainBytes = plain.Length,
                StoredBytes = (int)location.StoredBytes,
            };

            // The bytes are stored: from here on giving up would only leave garbage behind.
            holding = RegisterAsync(chunk, id, place, reference, done);

            // Looked at in any case, also where its caller fails before it comes to that.
            _ = Settled.WaitAsync(holding);
            return holding;
        }
        finally
        {
            if (holding is null)
            {
                End(id, done);
            }
        }
    }

    private async Task RegisterAsync(
        IChunkGrain chunk, ChunkId id, ChunkPlace place, ChunkReference reference, TaskCompletionSource done)
    {
        try
        {
            await chunk.RegisterAsync(place, reference, CancellationToken.None);
        }
        finally
        {
            End(id, done);
        }
    }

    // Whether or not it is stored: who waited asks again.
    private void End(ChunkId id, TaskCompletionSource done)
    {
        _underWay.TryRemove(id, out _);
        done.SetResult();
    }
}
