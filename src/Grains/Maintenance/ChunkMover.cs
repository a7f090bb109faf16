using System.Buffers;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Maintenance;
using FileStorage.Storage.Chunks;
using FileStorage.Storage.Chunks.Moving;
using FileStorage.Storage.Chunks.Scrubbing;
using FileStorage.Storage.Metadata.Chunks;

namespace FileStorage.Grains.Maintenance;

/// <summary>
/// Moves chunks from the former store to the current one. The rows say where each lies, so nothing else has to be remembered: a run that was
/// killed is repeated, and the copy it had just made belongs to nobody and is found by the collector.
/// </summary>
internal sealed class ChunkMover(IGrainFactory grains, IChunkRowStore chunks, IChunkStore store, ChunkScrubber scrubber, TimeProvider clock)
{
    private const int Page = 64;

    /// <summary>Each holds a chunk of at most 4 MiB.</summary>
    private const int MaxMovesAtOnce = 8;

    public async Task<MaintenanceStep> StepAsync(string? cursor, CancellationToken cancellationToken)
    {
        if (store is not MovingChunkStore moving)
        {
            return Step(null, examined: 0, moved: [], ["no former store: set Chunks:MoveFrom to the one that chunks are to leave"]);
        }

        ChunkId? after = cursor is null ? null : ChunkId.Parse(cursor, provider: null);
        var page = await chunks.ListAsync(after, Page, cancellationToken);
        var due = page.Select(chunk => (chunk.Row.Id, Location: ChunkLocation.FromBytes(chunk.Row.Location.Span), chunk.Row.PlainBytes))
            .Where(chunk => moving.IsToMove(chunk.Location));
        var moved = new List<long>();
        var findings = new List<string>();
        foreach (var some in due.Chunk(MaxMovesAtOnce))
        {
            foreach (var (id, bytes, finding) in await Task.WhenAll(
                some.Select(chunk => MoveAsync(moving, chunk.Id, chunk.Location, (int)chunk.PlainBytes, cancellationToken))))
            {
                if (finding is not null)
                {
                    findings.Add($"chunk {id}: stays where it is: {finding}");
                }
                else if (bytes is { } count)
                {
                    moved.Add(count);
                }
            }
        }

        return Step(page.Count == Page ? page[^1].Row.Id.ToString() : null, page.Count, moved, findings);
    }

    private async Task<(ChunkId Id, long? Bytes, string? Finding)> MoveAsync(
        MovingChunkStore moving, ChunkId id, ChunkLocation from, int plainBytes, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(plainBytes);
        try
        {
            var length = await moving.ReadAsync(id, from, buffer, cancellationToken);
            var plain = buffer.AsMemory(0, length);
            if (ChunkId.Of(plain.Span) != id)
            {
                return (id, null, "its bytes are not those of its id.");
            }

            var to = await moving.PutAsync(id, plain, cancellationToken);
            if (await scrubber.CheckAsync(id, to, cancellationToken) is { } damage)
            {
                await ForgetAsync(to);
                return (id, null, $"its copy cannot be read back: {damage.Message}");
            }

            var place = new ChunkPlace { Location = [.. to.ToByteArray()], PlainBytes = length, StoredBytes = (int)to.StoredBytes };
            if (await grains.GetGrain<IChunkGrain>(ChunkKeys.Of(id)).RelocateAsync([.. from.ToByteArray()], place, CancellationToken.None))
            {
                return (id, length, null);
            }

            // Deleted, or moved by another run, meanwhile.
            await ForgetAsync(to);
            return (id, null, null);
        }
        catch (DamagedChunkException damage)
        {
            // It may have been deleted since the page was read; then it is no loss.
            var isGone = await chunks.ReadAsync(id, cancellationToken) is not { } row || ChunkLocation.FromBytes(row.Row.Location.Span) != from;
            return (id, null, isGone ? null : damage.Message);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task ForgetAsync(ChunkLocation location) => await chunks.AddGarbageAsync(
        [new GarbageRow { Location = location.ToByteArray(), AtUnixMilliseconds = clock.GetUtcNow().ToUnixTimeMilliseconds() }],
        CancellationToken.None);

    private static MaintenanceStep Step(string? cursor, long examined, List<long> moved, IEnumerable<string> findings) => new()
    {
        Cursor = cursor,
        Examined = examined,
        Bytes = moved.Sum(),
        Changed = moved.Count,
        Findings = [.. findings],
    };
}
