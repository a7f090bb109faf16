using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Maintenance;
using FileStorage.Storage.Chunks.Scrubbing;
using FileStorage.Storage.Metadata.Chunks;

namespace FileStorage.Grains.Maintenance;

/// <summary>
/// Reads every stored chunk and tells its grain what it found: a damaged one is taken from whoever brings its bytes next, and one that can be read
/// again is as good as any. Nothing is ever removed for being damaged.
/// </summary>
internal sealed class Scrubber(IGrainFactory grains, IChunkRowStore chunks, ChunkScrubber scrubber)
{
    private const int Page = 64;

    /// <summary>One step after the chunk that <paramref name="cursor"/> names (null: from the start).</summary>
    /// <exception cref="FormatException">Not a cursor of this.</exception>
    public async Task<MaintenanceStep> StepAsync(string? cursor, CancellationToken cancellationToken)
    {
        ChunkId? after = cursor is null ? null : ChunkId.Parse(cursor, provider: null);
        var page = await chunks.ListAsync(after, Page, cancellationToken);
        var findings = new List<string>();
        var changed = 0;
        foreach (var (row, _) in page)
        {
            var location = ChunkLocation.FromBytes(row.Location.Span);
            var damage = await scrubber.CheckAsync(row.Id, location, cancellationToken);
            var chunk = grains.GetGrain<IChunkGrain>(ChunkKeys.Of(row.Id));
            if (damage is not null && await LiesAtAsync(row.Id, location, cancellationToken))
            {
                await chunk.MarkDamagedAsync([.. row.Location.Span], cancellationToken);
                findings.Add(damage.Message);
                changed += row.IsDamaged ? 0 : 1;
            }
            else if (damage is null && row.IsDamaged)
            {
                var place = new ChunkPlace
                {
                    Location = [.. row.Location.Span],
                    PlainBytes = (int)row.PlainBytes,
                    StoredBytes = (int)row.StoredBytes,
                };
                changed += await chunk.RelocateAsync(place.Location, place, cancellationToken) ? 1 : 0;
            }
        }

        return new MaintenanceStep
        {
            Cursor = page.Count == Page ? page[^1].Row.Id.ToString() : null,
            Examined = page.Count,
            Bytes = page.Sum(chunk => chunk.Row.PlainBytes),
            Changed = changed,
            Findings = [.. findings],
        };
    }

    // It may have been deleted or moved since the page was read; then it is no loss.
    private async Task<bool> LiesAtAsync(ChunkId id, ChunkLocation location, CancellationToken cancellationToken) =>
        await chunks.ReadAsync(id, cancellationToken) is { } now && ChunkLocation.FromBytes(now.Row.Location.Span) == location;
}
