using System.Collections.Immutable;
using FileStorage.Core.Chunks;
using FileStorage.Grains.History;
using FileStorage.Grains.Departures;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Maintenance;
using FileStorage.Grains.Interfaces.Uploads;
using FileStorage.Storage.Chunks;
using FileStorage.Storage.Metadata.Chunks;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Inventory;
using Microsoft.Extensions.Options;

namespace FileStorage.Grains.Maintenance;

/// <summary>
/// Finds what is due and has its owner do it: the collector itself changes nothing but the garbage, which belongs to nobody. Each step
/// is one bounded page; a step that is repeated finds nothing left to do.
/// </summary>
internal sealed class Collector(
    IGrainFactory grains,
    IChunkRowStore chunks,
    IDriveStore drives,
    IInventoryStore inventory,
    IChunkStore store,
    HistorySweep history,
    OrphanSearch orphans,
    IOptions<MaintenanceOptions> options,
    TimeProvider clock)
{
    private const int Page = 256;
    private const int MaxSweepsAtOnce = 64;

    /// <summary>An object store takes its time for each.</summary>
    private const int MaxDeletesAtOnce = 16;

    private const string Leases = "leases";
    private const string Drives = "drives";
    private const string Condemned = "condemned";
    private const string Garbage = "garbage";

    /// <summary>Followed by the id of the last entry that was looked at.</summary>
    private const string History = "history:";

    /// <summary>Followed by the key of the last upload that was looked at.</summary>
    private const string Uploads = "uploads:";

    /// <summary>Followed by the key of the last upload in parts that was looked at.</summary>
    private const string PartUploads = "part-uploads:";

    /// <summary>The kind of the documents of <see cref="IPartUploadGrain"/>.</summary>
    private const string PartUploadKind = "part-upload.part-upload";

    /// <summary>Followed by the key of the last upload that comes in order and was looked at.</summary>
    private const string AppendUploads = "append-uploads:";

    /// <summary>The kind of the documents of <see cref="IAppendUploadGrain"/>.</summary>
    private const string AppendUploadKind = "append-upload.append-upload";

    /// <summary>The kind of the documents of <see cref="IUploadGrain"/>.</summary>
    private const string UploadKind = "upload.upload";

    private readonly MaintenanceOptions _options = options.Value;

    public Task<MaintenanceStep> StepAsync(string? cursor, TimeSpan? grace, CancellationToken cancellationToken)
    {
        var age = grace ?? TimeSpan.FromSeconds(_options.GraceSeconds);
        return cursor switch
        {
            null or Drives => TidyDrivesAsync(cancellationToken),
            _ when cursor.StartsWith(History, StringComparison.Ordinal) => SweepHistoryAsync(cursor[History.Length..], cancellationToken),
            Leases => SettleLeasesAsync(age, cancellationToken),
            Condemned => DeleteCondemnedAsync(age, cancellationToken),
            _ when OrphanSearch.IsPhase(cursor) => orphans.StepAsync(cursor, next: Garbage, cancellationToken),
            Garbage => ReclaimAsync(grace ?? TimeSpan.FromSeconds(_options.GarbageAgeSeconds), cancellationToken),
            _ when cursor.StartsWith(PartUploads, StringComparison.Ordinal) => ForgetPartUploadsAsync(cursor[PartUploads.Length..], cancellationToken),
            _ when cursor.StartsWith(AppendUploads, StringComparison.Ordinal) => ForgetAppendUploadsAsync(cursor[AppendUploads.Length..], cancellationToken),
            _ when cursor.StartsWith(Uploads, StringComparison.Ordinal) => ForgetUploadsAsync(cursor[Uploads.Length..], cancellationToken),
            _ => throw new ArgumentException($"\"{cursor}\" is no cursor of a collection.", nameof(cursor)),
        };
    }

    private async Task<MaintenanceStep> TidyDrivesAsync(CancellationToken cancellationToken)
    {
        var ids = await drives.ListDrivesWithInboxAsync(Now() - 60_000, Page, cancellationToken);
        foreach (var id in ids)
        {
            await grains.GetGrain<IDriveGrain>(id).TidyAsync(cancellationToken);
        }

        return Step(History, examined: ids.Count, changed: ids.Count);
    }

    private async Task<MaintenanceStep> SweepHistoryAsync(string afterEntry, CancellationToken cancellationToken)
    {
        Guid? after = afterEntry.Length == 0 ? null : Guid.ParseExact(afterEntry, "N");
        var (next, examined, changed) = await history.StepAsync(after, cancellationToken);
        return Step(next is { } last ? $"{History}{last:N}" : Leases, examined: examined, changed: changed);
    }

    private async Task<MaintenanceStep> SettleLeasesAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        var rows = await chunks.ListLapsedLeasesAsync(Now(), Page, cancellationToken);
        var changed = await SweepAsync(rows.Select(row => row.ChunkId).Distinct(), grace, cancellationToken);
        return Step(rows.Count == Page ? Leases : Condemned, examined: rows.Count, changed: changed);
    }

    private async Task<MaintenanceStep> DeleteCondemnedAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        var rows = await chunks.ListCondemnedAsync(Now() - (long)grace.TotalMilliseconds, Page, cancellationToken);
        var changed = await SweepAsync(rows.Select(row => row.Id), grace, cancellationToken);
        return Step(rows.Count == Page ? Condemned : OrphanSearch.Phase, examined: rows.Count, changed: changed);
    }

    private async Task<long> SweepAsync(IEnumerable<ChunkId> ids, TimeSpan grace, CancellationToken cancellationToken)
    {
        long changed = 0;
        foreach (var some in ids.Chunk(MaxSweepsAtOnce))
        {
            var sweeps = await Task.WhenAll(
                some.Select(id => grains.GetGrain<IChunkGrain>(ChunkKeys.Of(id)).SweepAsync(grace, cancellationToken)));
            changed += sweeps.Count(sweep => sweep is not ChunkSweep.Kept);
        }

        return changed;
    }

    private async Task<MaintenanceStep> ReclaimAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        // Listed before the guard is asked: whoever begins to hold the stores after its answer copies rows that name none of this any more.
        var rows = await chunks.ListGarbageAsync(Now() - (long)age.TotalMilliseconds, Page, cancellationToken);
        if (await grains.GetGrain<IDeletionGuardGrain>(0).RenewAsync(cancellationToken) is [_, ..] findings)
        {
            return Step(Uploads, findings: findings.Remove(IDeletionGuardGrain.Held));
        }

        long bytes = 0;

        // What lies in a store that this server has no more is that store's to forget.
        foreach (var some in rows.Select(row => ChunkLocation.FromBytes(row.Location.Span)).Where(store.Knows).Chunk(MaxDeletesAtOnce))
        {
            await Task.WhenAll(some.Select(location => store.DeleteAsync(location, cancellationToken).AsTask()));
            bytes += some.Sum(location => location.StoredBytes);
        }

        if (rows.Count > 0)
        {
            await chunks.RemoveGarbageAsync([.. rows.Select(row => row.Location)], cancellationToken);
        }

        return Step(rows.Count == Page ? Garbage : Uploads, examined: rows.Count, changed: rows.Count, bytes: bytes);
    }

    private async Task<MaintenanceStep> ForgetUploadsAsync(string afterKey, CancellationToken cancellationToken)
    {
        var keys = await inventory.ListDocumentKeysAsync(UploadKind, afterKey, Page, cancellationToken);
        long forgotten = 0;
        foreach (var some in keys.Chunk(MaxSweepsAtOnce))
        {
            var sweeps = await Task.WhenAll(
                some.Select(key => grains.GetGrain<IUploadGrain>(Guid.ParseExact(key, "N")).SweepAsync(cancellationToken)));
            forgotten += sweeps.Count(isForgotten => isForgotten);
        }

        return Step(keys.Count == Page ? Uploads + keys[^1] : PartUploads, examined: keys.Count, changed: forgotten);
    }

    private async Task<MaintenanceStep> ForgetPartUploadsAsync(string afterKey, CancellationToken cancellationToken)
    {
        var keys = await inventory.ListDocumentKeysAsync(PartUploadKind, afterKey, Page, cancellationToken);
        var sweeps = await Task.WhenAll(
            keys.Select(key => grains.GetGrain<IPartUploadGrain>(Guid.ParseExact(key, "N")).SweepAsync(cancellationToken)));
        return Step(
            keys.Count == Page ? PartUploads + keys[^1] : AppendUploads, examined: keys.Count, changed: sweeps.Count(isForgotten => isForgotten));
    }

    private async Task<MaintenanceStep> ForgetAppendUploadsAsync(string afterKey, CancellationToken cancellationToken)
    {
        var keys = await inventory.ListDocumentKeysAsync(AppendUploadKind, afterKey, Page, cancellationToken);
        long forgotten = 0;
        foreach (var some in keys.Chunk(MaxSweepsAtOnce))
        {
            var sweeps = await Task.WhenAll(
                some.Select(key => grains.GetGrain<IAppendUploadGrain>(Guid.ParseExact(key, "N")).SweepAsync(cancellationToken)));
            forgotten += sweeps.Count(isForgotten => isForgotten);
        }

        return Step(
            keys.Count == Page ? AppendUploads + keys[^1] : DepartureSweep.Phase, examined: keys.Count, changed: forgotten);
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private static MaintenanceStep Step(
        string? cursor, long examined = 0, long changed = 0, long bytes = 0, ImmutableArray<string> findings = default) => new()
        {
            Cursor = cursor,
            Examined = examined,
            Bytes = bytes,
            Changed = changed,
            Findings = findings.IsDefault ? [] : findings,
        };
}
