using FileStorage.Core.Auditing;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Audit;

/// <summary>How an audit row is written and read. There is no statement that changes one.</summary>
internal static class AuditSql
{
    public const string Columns = "id, kind, outcome, actor, owner, device, address, drive, item, other, detail";

    // The same act told twice is one row.
    private const string InsertText =
        $"INSERT INTO audit({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (id) DO NOTHING";

    public static SqlStatement Insert(AuditRow row) => new(
        InsertText,
        row.Id,
        (long)row.Kind,
        (long)row.Outcome,
        row.ActorId,
        row.OwnerId == row.ActorId ? null : row.OwnerId,
        row.DeviceId,
        row.Address,
        row.DriveId,
        row.ItemId,
        row.Other,
        row.Detail);

    public static AuditRow Read(SqlRow row) => new()
    {
        Id = row.GetGuid(0),
        Kind = (AuditKind)row.GetInteger(1),
        Outcome = (AuditOutcome)row.GetInteger(2),
        ActorId = row.GetGuidOrNull(3),
        OwnerId = row.GetGuidOrNull(4),
        DeviceId = row.GetGuidOrNull(5),
        Address = row.GetTextOrNull(6),
        DriveId = row.GetGuidOrNull(7),
        ItemId = row.GetGuidOrNull(8),
        Other = row.GetTextOrNull(9),
        Detail = row.GetTextOrNull(10),
    };
}
