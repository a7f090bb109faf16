namespace FileStorage.Grains.Interfaces.Maintenance;

/// <summary>
/// The operator's hands: collecting, checking and scrubbing, a bounded step a call, so that any of it can be stopped and
/// resumed. One grain, key 0.
/// </summary>
[Alias("maintenance"), GrainInterfaceType("maintenance")]
public interface IMaintenanceGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// One step of collection after <paramref name="cursor"/> (null: from the start): settles expired leases, condemns, deletes,
    /// and reclaims the bytes of what was deleted. The grace period is the configured one unless given.
    /// </summary>
    [Alias("collect"), ResponseTimeout("00:30:00")]
    Task<MaintenanceStep> CollectAsync(string? cursor, TimeSpan? grace, CancellationToken cancellationToken = default);

    /// <summary>
    /// One step of a check that changes nothing: every invariant that can be verified from outside, and every stored chunk as
    /// <see cref="ScrubAsync"/> reads it.
    /// </summary>
    [Alias("check"), ResponseTimeout("00:30:00")]
    Task<MaintenanceStep> CheckAsync(string? cursor, CancellationToken cancellationToken = default);

    /// <summary>
    /// One step of reading every stored chunk: opened, hashed, compared with its name. What is damaged is marked, so that whoever brings its bytes
    /// heals it, and what is whole again is not marked any longer; both are counted as changed.
    /// </summary>
    [Alias("scrub"), ResponseTimeout("00:30:00")]
    Task<MaintenanceStep> ScrubAsync(string? cursor, CancellationToken cancellationToken = default);

    /// <summary>
    /// One step of moving every chunk that lies in the former store to the current one: read, verified, stored, read back, and only then told to
    /// the chunk. What cannot be read is a finding and stays. Repeating it goes on where it was stopped.
    /// </summary>
    [Alias("move-chunks"), ResponseTimeout("00:30:00")]
    Task<MaintenanceStep> MoveChunksAsync(string? cursor, CancellationToken cancellationToken = default);

    [Alias("statistics")]
    Task<StorageStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default);
}
