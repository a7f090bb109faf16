using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Drives;

/// <summary>How a drive's row is written and read.</summary>
internal static class DriveSql
{
    public const string Columns = "id, row_version, owner, epoch, next_number, quota_bytes, used_bytes, policy";

    private const string InsertText = $"INSERT INTO drives({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

    private const string SwapText =
        "UPDATE drives SET row_version = ?2, owner = ?3, epoch = ?4, next_number = ?5, quota_bytes = ?6, used_bytes = ?7, "
        + "policy = ?8 "
        + "WHERE id = ?1 AND row_version = ?2 - 1";

    private static readonly string SwapManyText =
        "UPDATE drives d SET row_version = k.row_version, owner = k.owner, epoch = k.epoch, next_number = k.next_number, "
        + "quota_bytes = k.quota_bytes, used_bytes = k.used_bytes, policy = k.policy "
        + $"FROM {ManyRows.From(Columns, "bytea, bigint, bytea, bigint, bigint, bigint, bigint, text")} "
        + "WHERE d.id = k.id AND d.row_version = k.row_version - 1";

    /// <summary>Inserts a drive whose row version is 1, else swaps the row of the version before.</summary>
    public static SqlStatement Fence(DriveRow drive) =>
        drive.RowVersion == 1
            ? new SqlStatement(InsertText, Values(drive))
            : new SqlStatement(SwapText, Values(drive)).ExpectingOneRow().WithMany(SwapManyText).OncePerLane();

    public static DriveRow Read(SqlRow row) => new()
    {
        Id = row.GetGuid(0),
        RowVersion = row.GetInteger(1),
        OwnerId = row.GetGuid(2),
        Epoch = row.GetInteger(3),
        NextNumber = row.GetInteger(4),
        QuotaBytes = row.GetInteger(5),
        UsedBytes = row.GetInteger(6),
        Policy = row.GetTextOrNull(7),
    };

    private static SqlValue[] Values(DriveRow drive) =>
    [
        drive.Id,
        drive.RowVersion,
        drive.OwnerId,
        drive.Epoch,
        drive.NextNumber,
        drive.QuotaBytes,
        drive.UsedBytes,
        drive.Policy,
    ];
}
