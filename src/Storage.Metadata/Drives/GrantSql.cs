using FileStorage.Core.Sharing;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Drives;

/// <summary>How a grant is written and read.</summary>
internal static class GrantSql
{
    public const string Columns = "drive, entry, kind, grantee, role, label, granted_by, at, number, told";

    private const string PutText =
        $"INSERT INTO grants({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
        + "ON CONFLICT (drive, entry, kind, grantee) DO UPDATE SET "
        + "role = excluded.role, label = excluded.label, granted_by = excluded.granted_by, at = excluded.at, "
        + "number = excluded.number, told = excluded.told";

    private const string ForgetText = "DELETE FROM grants WHERE drive = ?1 AND role IS NULL AND told = 1 AND number <= ?2";

    public static SqlStatement Put(GrantRow grant) => new(
        PutText,
        grant.DriveId,
        grant.EntryId,
        (long)grant.Kind,
        grant.GranteeId,
        (long?)grant.Role,
        grant.Label,
        grant.GrantedBy,
        grant.AtUnixMilliseconds,
        grant.Number,
        grant.IsTold);

    /// <summary>Forgets what was taken back before the journal's oldest rows.</summary>
    public static SqlStatement Forget(Guid driveId, long upTo) => new(ForgetText, driveId, upTo);

    public static GrantRow Read(SqlRow row) => new()
    {
        DriveId = row.GetGuid(0),
        EntryId = row.GetGuid(1),
        Kind = (GranteeKind)row.GetInteger(2),
        GranteeId = row.GetGuid(3),
        Role = (Role?)row.GetIntegerOrNull(4),
        Label = row.GetText(5),
        GrantedBy = row.GetGuid(6),
        AtUnixMilliseconds = row.GetInteger(7),
        Number = row.GetInteger(8),
        IsTold = row.GetFlag(9),
    };
}
