namespace FileStorage.Storage.Metadata.Sqlite;

/// <summary>The result codes of SQLite that mean something to us (sqlite.org/rescode.html).</summary>
internal static class SqliteCode
{
    public const int Ok = 0;
    public const int Row = 100;
    public const int Done = 101;

    public const int Busy = 5;
    public const int Corrupt = 11;
    public const int Full = 13;
    public const int NotADatabase = 26;

    public const int ConstraintPrimaryKey = 19 | (6 << 8);
    public const int ConstraintUnique = 19 | (8 << 8);

    /// <summary>The primary code of an extended one.</summary>
    public static int Primary(int code) => code & 0xff;

    public static bool IsUniqueViolation(int code) => code is ConstraintPrimaryKey or ConstraintUnique;
}
