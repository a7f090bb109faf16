using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Auditing;

/// <summary>
/// The door to the audit. One grain, key 0. Acts of a drive are written by the drive, in the transaction of the act.
/// </summary>
[Alias("audit"), GrainInterfaceType("audit")]
public interface IAuditGrain : IGrainWithIntegerKey
{
    /// <summary>Most rows of one page.</summary>
    const int MaxPage = 1000;

    /// <summary>Adds rows; durable on return. Safe to repeat.</summary>
    [Alias("record"), Orleans.Concurrency.AlwaysInterleave]
    Task RecordAsync(ImmutableArray<AuditRecord> records, CancellationToken cancellationToken = default);

    [Alias("read"), Orleans.Concurrency.AlwaysInterleave]
    Task<AuditPage> ReadAsync(AuditQuestion question, CancellationToken cancellationToken = default);
}
