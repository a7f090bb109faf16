using FileStorage.Grains.Auditing;
using FileStorage.Grains.Departures;
using FileStorage.Grains.Interfaces.Maintenance;
using FileStorage.Storage.Chunks;
using FileStorage.Storage.Metadata.Chunks;
using FileStorage.Storage.Metadata.Inventory;
using Orleans.Concurrency;

namespace FileStorage.Grains.Maintenance;

/// <inheritdoc cref="IMaintenanceGrain"/>
// Reentrant: it has no state of its own, and a check that reads for hours must not hold up the collector.
[GrainType("maintenance"), Reentrant]
internal sealed class MaintenanceGrain(
    Collector collector, AuditRetention audit, DepartureSweep departures, Checker checker, Scrubber scrubber, ChunkMover mover, IChunkRowStore chunks, IInventoryStore inventory, IChunkStore store)
    : Grain, IMaintenanceGrain
{
    public Task<MaintenanceStep> CollectAsync(string? cursor, TimeSpan? grace, CancellationToken cancellationToken) =>
        MaintenanceMetrics.CountAsync("collect", cursor switch
        {
            DepartureSweep.Phase => departures.StepAsync(AuditRetention.Phase, cancellationToken),
            AuditRetention.Phase => audit.StepAsync(cancellationToken),
            _ => collector.StepAsync(cursor, grace, cancellationToken),
        });

    public Task<MaintenanceStep> CheckAsync(string? cursor, CancellationToken cancellationToken) =>
        MaintenanceMetrics.CountAsync("check", checker.StepAsync(cursor ?? Checker.FirstPhase, cancellationToken));

    public Task<MaintenanceStep> ScrubAsync(string? cursor, CancellationToken cancellationToken) =>
        MaintenanceMetrics.CountAsync("scrub", scrubber.StepAsync(cursor, cancellationToken));

    public Task<MaintenanceStep> MoveChunksAsync(string? cursor, CancellationToken cancellationToken) =>
        MaintenanceMetrics.CountAsync("move", mover.StepAsync(cursor, cancellationToken));

    public async Task<StorageStatistics> GetStatisticsAsync(CancellationToken cancellationToken)
    {
        var totals = await chunks.SumAsync(cancellationToken);
        var drives = await inventory.SumKeptBytesAsync(cancellationToken);
        return new StorageStatistics
        {
            Chunks = totals.Chunks,
            PlainBytes = totals.PlainBytes,
            StoredBytes = totals.StoredBytes,
            LogicalBytes = drives.Sum(drive => drive.KeptBytes),
            DamagedReads = store.GetUsage().DamagedReads,
        };
    }
}
