using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Drives;

/// <summary>How the row of a rewind is written and read. The states in the texts are those of the partial index.</summary>
internal static class RewindSql
{
    public const string Columns = "drive, operation, folder, to_number, from_number, state, at, author_device, author_user, report";

    private const int Running = 0;
    private const int Done = 1;

    private const string SaveText =
        $"INSERT INTO rewinds({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
        + "ON CONFLICT(drive, operation) DO UPDATE SET state = ?6, report = ?10";

    /// <summary>Rows of the journal that one rewind writes at most, by a wide margin.</summary>
    private const long MostRows = 10_000_000;

    private const string ForgetText = "DELETE FROM rewinds WHERE drive = ?1 AND from_number < ?2 AND state = 1";

    /// <summary>Inserts it, or replaces its state and its report.</summary>
    public static SqlStatement Save(RewindRow row) => new(
        SaveText,
        row.DriveId,
        row.OperationId,
        row.FolderId,
        row.ToNumber,
        row.FromNumber,
        row.IsRunning ? Running : Done,
        row.AtUnixMilliseconds,
        row.DeviceId,
        row.UserId,
        row.Report);

    /// <summary>Forgets those that ended and none of whose rows the journal holds any more.</summary>
    public static SqlStatement Forget(Guid driveId, long upTo) => new(ForgetText, driveId, upTo - MostRows);

    public static RewindRow Read(SqlRow row) => new()
    {
        DriveId = row.GetGuid(0),
        OperationId = row.GetGuid(1),
        FolderId = row.GetGuid(2),
        ToNumber = row.GetInteger(3),
        FromNumber = row.GetInteger(4),
        IsRunning = row.GetInteger(5) == Running,
        AtUnixMilliseconds = row.GetInteger(6),
        DeviceId = row.GetGuidOrNull(7),
        UserId = row.GetGuidOrNull(8),
        Report = row.GetBlob(9),
    };
}
