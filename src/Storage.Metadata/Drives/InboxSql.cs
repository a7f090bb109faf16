using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Drives;

/// <summary>How an inbox row is written and read.</summary>
internal static class InboxSql
{
    public const string Columns = "drive, version, file, payload, at, refused";

    private const string InsertText = $"INSERT INTO inbox({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

    private const string RefuseText = "UPDATE inbox SET refused = 1 WHERE drive = ?1 AND version = ?2 AND refused < 2";

    private const string DeleteText = "DELETE FROM inbox WHERE drive = ?1 AND version = ?2";

    private const string ConsumeText = DeleteText + " AND refused = 0";

    private static readonly string InsertManyText = ManyRows.Insert("inbox", Columns, "bytea, bytea, bytea, bytea, bigint, bigint");

    private static readonly string ConsumeManyText =
        $"DELETE FROM inbox i USING {ManyRows.From("drive, version", "bytea, bytea")} "
        + "WHERE i.drive = k.drive AND i.version = k.version AND i.refused = 0";

    private const string ForgetText = DeleteText + " AND refused = 1";

    private const string ConsumeThinnedText = DeleteText + " AND refused = 2";

    public static SqlStatement Insert(InboxRow row) => new SqlStatement(
        InsertText, row.DriveId, row.VersionId, row.FileId, row.Payload, row.AtUnixMilliseconds, row.IsThinned ? 2 : row.IsRefused ? 1 : 0)
        .WithMany(InsertManyText);

    /// <summary>A compare-and-swap: the row must be there and be that of a version that was thinned out.</summary>
    public static SqlStatement ConsumeThinned(Guid driveId, Guid versionId) =>
        new SqlStatement(ConsumeThinnedText, driveId, versionId).ExpectingOneRow();

    public static SqlStatement Refuse(Guid driveId, Guid versionId) => new(RefuseText, driveId, versionId);

    public static SqlStatement Delete(Guid driveId, Guid versionId) => new(DeleteText, driveId, versionId);

    /// <summary>A compare-and-swap: the row must be there and not be refused.</summary>
    public static SqlStatement Consume(Guid driveId, Guid versionId) =>
        new SqlStatement(ConsumeText, driveId, versionId).ExpectingOneRow().WithMany(ConsumeManyText);

    public static SqlStatement Forget(Guid driveId, Guid versionId) => new(ForgetText, driveId, versionId);

    public static InboxRow Read(SqlRow row) => new()
    {
        DriveId = row.GetGuid(0),
        VersionId = row.GetGuid(1),
        FileId = row.GetGuid(2),
        Payload = row.GetBlob(3),
        AtUnixMilliseconds = row.GetInteger(4),
        IsRefused = row.GetInteger(5) == 1,
        IsThinned = row.GetInteger(5) == 2,
    };
}
