using System.Collections.Immutable;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Chunks;

namespace FileStorage.Api.Chunks;

/// <summary>
/// Hashes and stores the chunks of one body while the next ones are read and cut: a bounded number at a time, their results in
/// the order of the file.
/// </summary>
internal sealed class ChunkPipeline(ChunkIntake intake, ChunkReference reference, int maxInFlight)
{
    private readonly Queue<Task<ManifestChunk>> _inFlight = new(maxInFlight);
    private readonly ImmutableArray<ManifestChunk>.Builder _done = ImmutableArray.CreateBuilder<ManifestChunk>();

    private int _taken;

    /// <summary>Chunks that were added.</summary>
    public int Count => _taken + _done.Count + _inFlight.Count;

    /// <summary>Bytes that are durable and held, in front of any that are not, and were not taken.</summary>
    public long DurableBytes { get; private set; }

    /// <summary>Adds the next chunk of the file; waits while too many are in flight. The block is held until the chunk is stored.</summary>
    public async ValueTask AddAsync(ContentBlock block, int start, int length, CancellationToken cancellationToken)
    {
        while (_inFlight.Count == maxInFlight || (_inFlight.TryPeek(out var oldest) && oldest.IsCompleted))
        {
            await FinishOldestAsync();
        }

        block.Hold();
        _inFlight.Enqueue(Task.Run(() => StoreAsync(block, start, length, cancellationToken), CancellationToken.None));
    }

    /// <summary>All chunks that were not taken, once every one is durable and held.</summary>
    public async Task<ImmutableArray<ManifestChunk>> FinishAsync()
    {
        while (_inFlight.Count > 0)
        {
            await FinishOldestAsync();
        }

        return TakeDurable();
    }

    /// <summary>The chunks of <see cref="DurableBytes"/>, which are counted here no more.</summary>
    public ImmutableArray<ManifestChunk> TakeDurable()
    {
        _taken += _done.Count;
        DurableBytes = 0;
        return _done.DrainToImmutable();
    }

    private async Task FinishOldestAsync()
    {
        var chunk = await _inFlight.Dequeue();
        _done.Add(chunk);
        DurableBytes += chunk.Length;
    }

    /// <summary>Waits for what is in flight after a failure, so that no buffer is given back while somebody reads it.</summary>
    public Task AbandonAsync() => Settled.WaitAsync(Task.WhenAll(_inFlight));

    private async Task<ManifestChunk> StoreAsync(ContentBlock block, int start, int length, CancellationToken cancellationToken)
    {
        try
        {
            var plain = block.Bytes.AsMemory(start, length);
            var id = ChunkId.Of(plain.Span);
            await intake.StoreAsync(id, plain, reference, cancellationToken);
            return new ManifestChunk(id, length);
        }
        finally
        {
            block.Release();
        }
    }
}
