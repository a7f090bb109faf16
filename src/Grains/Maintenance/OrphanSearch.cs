using System.Collections.Immutable;
using System.Globalization;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Maintenance;
using FileStorage.Storage.Chunks;
using FileStorage.Storage.Metadata.Chunks;
using Microsoft.Extensions.Options;

namespace FileStorage.Grains.Maintenance;

/// <summary>
/// Finds bytes whose gateway died before it could tell their chunk: no row names them, and after some days none ever will. What the store lists is compared
/// with all rows; where it lists more than may be held in memory, in slices, a step and a listing each.
/// </summary>
internal sealed class OrphanSearch(IGrainFactory grains, IChunkRowStore chunks, IChunkStore store, IOptions<MaintenanceOptions> options, TimeProvider clock)
{
    /// <summary>The cursor of the first step; those of the others go on with ":SLICE:SLICES".</summary>
    public const string Phase = "orphans";

    private const int Page = 256;

    private readonly MaintenanceOptions _options = options.Value;

    public static bool IsPhase(string cursor) => cursor == Phase || cursor.StartsWith(Phase + ":", StringComparison.Ordinal);

    /// <param name="cursor">Where the search is.</param>
    /// <param name="next">The cursor behind it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ArgumentException">The cursor is none of a search.</exception>
    public async Task<MaintenanceStep> StepAsync(string cursor, string next, CancellationToken cancellationToken)
    {
        var (slice, slices) = Parse(cursor);

        // While a backup is made it may be found out what is left over, since nothing of it is deleted.
        if ((await grains.GetGrain<IDeletionGuardGrain>(0).RenewAsync(cancellationToken)).Remove(IDeletionGuardGrain.Held) is [_, ..] findings)
        {
            return Step(next, findings: findings);
        }

        var (old, count) = await ListAsync(slice, slices, cancellationToken);
        if (old is null)
        {
            // From the start in as many slices that each is about half of what may be held: what is in which one depends on their number.
            return Step(CursorOf(0, Math.Max(slices + 1, 1 + (2 * count / _options.OrphanSearchChunks))));
        }

        var examined = old.Count;
        var found = await ExceptRowsAsync(old, cancellationToken);
        foreach (var some in found.Chunk(Page))
        {
            await chunks.AddGarbageAsync(
                [.. some.Select(location => new GarbageRow { Location = location.ToByteArray(), AtUnixMilliseconds = clock.GetUtcNow().ToUnixTimeMilliseconds() })],
                cancellationToken);
        }

        return Step(slice + 1 < slices ? CursorOf(slice + 1, slices) : next, examined, found.Count);
    }

    // The locations of a slice that are old enough, or null where they are too many; and how many there are in all slices.
    private async Task<(HashSet<ChunkLocation>? Old, long Count)> ListAsync(long slice, long slices, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - TimeSpan.FromSeconds(_options.OrphanAgeSeconds);
        HashSet<ChunkLocation>? old = [];
        long count = 0;
        await foreach (var stored in store.ListAsync(cancellationToken))
        {
            if (stored.StoredAt >= before)
            {
                continue;
            }

            count++;
            if (old is not null && SliceOf(stored.Location, slices) == slice && old.Add(stored.Location) && old.Count > _options.OrphanSearchChunks)
            {
                old = null;
            }
        }

        return (old, count);
    }

    // The rows are read after the store, so that whatever was listed has long had its row.
    private async Task<HashSet<ChunkLocation>> ExceptRowsAsync(HashSet<ChunkLocation> locations, CancellationToken cancellationToken)
    {
        ChunkId? after = null;
        List<ChunkSnapshot> page;
        do
        {
            page = locations.Count == 0 ? [] : await chunks.ListAsync(after, Page, cancellationToken);
            foreach (var chunk in page)
            {
                locations.Remove(ChunkLocation.FromBytes(chunk.Row.Location.Span));
                after = chunk.Row.Id;
            }
        }
        while (page.Count == Page);
        return locations;
    }

    private static MaintenanceStep Step(string cursor, long examined = 0, long changed = 0, ImmutableArray<string> findings = default) => new()
    {
        Cursor = cursor,
        Examined = examined,
        Bytes = 0,
        Changed = changed,
        Findings = findings.IsDefault ? [] : findings,
    };

    // The same on every silo and in every process, as a hash code is not.
    private static long SliceOf(ChunkLocation location, long slices) =>
        (long)(((location.Container * 0x9E3779B97F4A7C15) ^ (location.Position * 0xC2B2AE3D27D4EB4F)) % (ulong)slices);

    private static string CursorOf(long slice, long slices) => string.Create(CultureInfo.InvariantCulture, $"{Phase}:{slice}:{slices}");

    private static (long Slice, long Slices) Parse(string cursor)
    {
        if (cursor == Phase)
        {
            return (0, 1);
        }

        var parts = cursor.Split(':');
        return parts.Length == 3
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var slice)
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var slices)
            && slice < slices
            ? (slice, slices)
            : throw new ArgumentException($"\"{cursor}\" is no cursor of a collection.", nameof(cursor));
    }
}
