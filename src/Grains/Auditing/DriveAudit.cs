using System.Collections.Immutable;
using FileStorage.Core.Auditing;
using FileStorage.Core.Identity;
using FileStorage.Grains.Drives;
using FileStorage.Grains.Interfaces.Auditing;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Storage.Metadata.Audit;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Auditing;

/// <summary>What a drive tells of a command, in the transaction that carries it out.</summary>
internal static class DriveAudit
{
    // So that the row of an operation has an id of its own.
    private const int IdIndex = 0x617564;

    /// <summary>Tells of a command that somebody asked for. What the service does by itself has no origin and is not told.</summary>
    public static void Record(
        DriveBatch batch, DriveCommand command, AuditKind kind, EntryRow entry, string? other = null, params ReadOnlySpan<AuditFact> facts)
    {
        if (command.Origin is { } origin)
        {
            // What is purged has no other place where its name could be found.
            Record(
                batch, origin, command.OperationId, command.DeviceId, kind, entry.Id, other, [new AuditFact("name", entry.Name), .. facts]);
        }
    }

    /// <inheritdoc cref="Record(DriveBatch, DriveCommand, AuditKind, EntryRow, string?, ReadOnlySpan{AuditFact})"/>
    public static void Record(
        DriveBatch batch,
        Origin origin,
        Guid operationId,
        Guid deviceId,
        AuditKind kind,
        Guid itemId,
        string? other,
        ImmutableArray<AuditFact> facts) => batch.Audit(new AuditRow
        {
            Id = DerivedId.Of(DateTimeOffset.FromUnixTimeMilliseconds(batch.NowUnixMilliseconds), operationId, IdIndex),
            Kind = kind,
            ActorId = origin.AccountId,
            OwnerId = batch.OwnerId,
            DeviceId = deviceId == Guid.Empty ? null : deviceId,
            Address = origin.Address,
            DriveId = batch.DriveId,
            ItemId = itemId,
            Other = other,
            Detail = AuditMapping.ToJson(facts),
        });
}
