using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Sqlite;

/// <summary>Brings a database to the newest schema, one step after the other in one transaction, forward only.</summary>
internal static class SqliteSchema
{
    /// <summary>"FSTG": tells our files from other SQLite files.</summary>
    public const long ApplicationId = 0x46535447;

    public static IReadOnlyList<SqliteMigration> Migrations { get; } =
    [
        new SqliteMigration(1, SqliteSchema1.Script),
        new SqliteMigration(2, SqliteSchema2.Script),
        new SqliteMigration(3, SqliteSchema3.Script),
        new SqliteMigration(4, SqliteSchema4.Script),
        new SqliteMigration(5, SqliteSchema5.Script),
        new SqliteMigration(6, SqliteSchema6.Script),
    ];

    /// <summary>The schema this program reads and writes.</summary>
    public static int Newest => Migrations[^1].Number;

    /// <exception cref="SchemaTooNewException">The file belongs to a newer program.</exception>
    /// <exception cref="MetadataCorruptException">It is not one of our files.</exception>
    public static void Migrate(SqliteConnection connection)
    {
        connection.ExecuteScript("BEGIN IMMEDIATE");
        try
        {
            var current = ReadVersion(connection);
            if (current < Newest)
            {
                foreach (var migration in Migrations.Where(migration => migration.Number > current))
                {
                    connection.ExecuteScript(migration.Script);
                }

                connection.ExecuteScript($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Newest}");
            }

            connection.ExecuteScript("COMMIT");
        }
        catch (MetadataException)
        {
            if (!connection.IsIdle)
            {
                connection.ExecuteScript("ROLLBACK");
            }

            throw;
        }
    }

    private static long ReadVersion(SqliteConnection connection)
    {
        var application = ReadNumber(connection, "PRAGMA application_id");
        var version = ReadNumber(connection, "PRAGMA user_version");
        var tables = ReadNumber(connection, "SELECT count(*) FROM sqlite_schema");
        if (application != ApplicationId && (tables != 0 || version != 0))
        {
            throw new MetadataCorruptException("The file is a SQLite database, but not one of FileStorage.");
        }

        return version <= Newest
            ? version
            : throw new SchemaTooNewException(
                $"The metadata has schema {version}, and this program knows schemas up to {Newest}. Use the newer program.");
    }

    private static long ReadNumber(SqliteConnection connection, string text) =>
        connection.QueryFirst(new SqlStatement(text), static row => row.GetInteger(0));
}
