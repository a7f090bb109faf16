namespace FileStorage.Storage.Metadata.Sqlite;

/// <summary>What has come of files that are no versions yet: a row a part, so that a part costs the same however many came before it.</summary>
internal static class SqliteSchema6
{
    public const string Script = """
        CREATE TABLE upload_parts(
            upload BLOB NOT NULL,
            ordinal INTEGER NOT NULL,
            name TEXT NOT NULL,
            part BLOB NOT NULL,
            offset_bytes INTEGER,
            size_bytes INTEGER NOT NULL,
            manifest BLOB NOT NULL,
            indirect INTEGER NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (upload, ordinal, name)) WITHOUT ROWID;
        """;
}
