using System.Buffers;
using System.IO.Pipelines;
using FileStorage.Api.Chunks;
using FileStorage.Api.Hosting;
using FileStorage.Core.Chunks;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Reading;

/// <summary>Writes a part of a content chunk by chunk, with the next ones being read meanwhile.</summary>
internal sealed class ContentReader(ChunkReader chunks, IOptions<GatewayOptions> options) : IDisposable
{
    // Small enough that sending a piece overlaps with copying the next one.
    private const int PieceBytes = 128 * 1024;

    private readonly int _readAhead = options.Value.ChunksReadAhead;
    private readonly SemaphoreSlim _largeAnswers = new(options.Value.LargeAnswers);

    public void Dispose() => _largeAnswers.Dispose();

    /// <summary>Reads the first chunk that is needed before anything is sent, so that its damage can still be told.</summary>
    /// <exception cref="Storage.Chunks.DamagedChunkException">A chunk is damaged; every byte written before it was right.</exception>
    public Task WriteAsync(Manifest manifest, ByteRange range, PipeWriter destination, CancellationToken cancellationToken) =>
        WriteAsync(manifest, range, piece => SendAsync(piece, destination, cancellationToken), cancellationToken);

    /// <summary>The same, to whatever takes the pieces, one after the other.</summary>
    /// <exception cref="Storage.Chunks.DamagedChunkException">A chunk is damaged; every byte given before it was right.</exception>
    public async Task WriteAsync(
        Manifest manifest, ByteRange range, Func<ReadOnlyMemory<byte>, ValueTask> send, CancellationToken cancellationToken)
    {
        if (manifest.Chunks.Length <= 1)
        {
            await WriteSliceAsync(manifest, range, send, cancellationToken);
            return;
        }

        await _largeAnswers.WaitAsync(cancellationToken);
        try
        {
            await WriteSliceAsync(manifest, range, send, cancellationToken);
        }
        finally
        {
            _largeAnswers.Release();
        }
    }

    private async Task WriteSliceAsync(
        Manifest manifest, ByteRange range, Func<ReadOnlyMemory<byte>, ValueTask> send, CancellationToken cancellationToken)
    {
        var ahead = new Queue<(ManifestSlice Slice, Task<byte[]> Bytes)>(_readAhead);
        using var slices = manifest.Slice(range.Offset, range.Length).GetEnumerator();
        try
        {
            var more = true;
            while (true)
            {
                while (more && ahead.Count < _readAhead && (more = slices.MoveNext()))
                {
                    var slice = slices.Current;
                    ahead.Enqueue((slice, manifest.Chunks.Length == 1
                        ? chunks.ReadAsync(slice.Chunk, cancellationToken)
                        : Task.Run(() => chunks.ReadAsync(slice.Chunk, cancellationToken), CancellationToken.None)));
                }

                if (!ahead.TryPeek(out var next))
                {
                    return;
                }

                var bytes = await next.Bytes;
                var rest = bytes.AsMemory(next.Slice.Skip, next.Slice.Take);
                for (; !rest.IsEmpty; rest = rest[Math.Min(PieceBytes, rest.Length)..])
                {
                    await send(rest[..Math.Min(PieceBytes, rest.Length)]);
                }

                ahead.Dequeue();
                ArrayPool<byte>.Shared.Return(bytes);
            }
        }
        finally
        {
            await GiveBackAsync(ahead);
        }
    }

    private static async ValueTask SendAsync(ReadOnlyMemory<byte> piece, PipeWriter destination, CancellationToken cancellationToken)
    {
        if ((await destination.WriteAsync(piece, cancellationToken)).IsCompleted)
        {
            throw new OperationCanceledException("The caller went away.");
        }
    }

    // What was read ahead and is not wanted any more: its buffers go back once nobody writes to them.
    private static async Task GiveBackAsync(Queue<(ManifestSlice Slice, Task<byte[]> Bytes)> ahead)
    {
        while (ahead.TryDequeue(out var rest))
        {
            await Settled.WaitAsync(rest.Bytes);
            if (rest.Bytes.IsCompletedSuccessfully)
            {
                ArrayPool<byte>.Shared.Return(await rest.Bytes);
            }
        }
    }
}
