using FileStorage.Core.Entries;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Drives;

/// <summary>How a journal row is written and read.</summary>
internal static class JournalSql
{
    public const string Columns =
        "drive, number, kind, entry, entry_kind, parent, name, version_id, version_number, size_bytes, at, device, operation, "
        + "from_parent, from_name, from_version_id, from_version_number, from_size_bytes";

    private const string InsertText =
        $"INSERT INTO journal({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)";

    private static readonly string InsertManyText = ManyRows.Insert(
        "journal",
        Columns,
        "bytea, bigint, bigint, bytea, bigint, bytea, text, bytea, bigint, bigint, bigint, bytea, bytea, bytea, text, bytea, bigint, bigint");

    private const string ForgetText = "DELETE FROM journal WHERE drive = ?1 AND number <= ?2";

    public static SqlStatement Insert(JournalRow row) => new SqlStatement(
        InsertText,
        row.DriveId,
        row.Number,
        (long)row.Kind,
        row.EntryId,
        (long)row.EntryKind,
        row.ParentId,
        row.Name,
        row.VersionId,
        row.VersionNumber,
        row.SizeBytes,
        row.AtUnixMilliseconds,
        row.DeviceId,
        row.OperationId,
        row.FromParentId,
        row.FromName,
        row.FromVersionId,
        row.FromVersionNumber,
        row.FromSizeBytes).WithMany(InsertManyText);

    public static SqlStatement Forget(Guid driveId, long upTo) => new(ForgetText, driveId, upTo);

    public static JournalRow Read(SqlRow row) => new()
    {
        DriveId = row.GetGuid(0),
        Number = row.GetInteger(1),
        Kind = (ChangeKind)row.GetInteger(2),
        EntryId = row.GetGuid(3),
        EntryKind = (EntryKind)row.GetInteger(4),
        ParentId = row.GetGuidOrNull(5),
        Name = row.GetText(6),
        VersionId = row.GetGuidOrNull(7),
        VersionNumber = row.GetInteger(8),
        SizeBytes = row.GetInteger(9),
        AtUnixMilliseconds = row.GetInteger(10),
        DeviceId = row.GetGuidOrNull(11),
        OperationId = row.GetGuidOrNull(12),
        FromParentId = row.GetGuidOrNull(13),
        FromName = row.GetTextOrNull(14),
        FromVersionId = row.GetGuidOrNull(15),
        FromVersionNumber = row.GetIntegerOrNull(16),
        FromSizeBytes = row.GetIntegerOrNull(17),
    };
}
