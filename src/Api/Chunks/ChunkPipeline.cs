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

    /// <summary>Chunks that were added.</summary>
    public int Count => _done.Count + _inFlight.Count;

    /// <summary>Adds the next chunk of the file; waits while too many are in flight. The block is held until the chunk is stored.</summary>
    public async ValueTask AddAsync(ContentBlock block, int start, int length, CancellationToken cancellationToken)
    {
        if (_inFlight.Count == maxInFlight)
        {
            _done.Add(await _inFlight.Dequeue());
        }

        block.Hold();
        _inFlight.Enqueue(Task.Run(() => StoreAsync(block, start, length, cancellationToken), CancellationToken.None));
    }

    /// <summary>All chunks, once every one is durable and held.</summary>
    public async Task<ImmutableArray<ManifestChunk>> FinishAsync()
    {
        while (_inFlight.Count > 0)
        {
            _done.Add(await _inFlight.Dequeue());
        }

        return _done.DrainToImmutable();
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
