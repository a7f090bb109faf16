namespace FileStorage.Storage.Metadata.Sqlite;

/// <summary>
/// Makes the journal an undo log (what an entry was before a change, where the row itself does not say it), gives drives a history
/// policy, and keeps what rewinds were begun. Rows of the journal that are older than this step lack what was before.
/// </summary>
internal static class SqliteSchema3
{
    public const string Script = """
        ALTER TABLE journal ADD COLUMN from_parent BLOB;
        ALTER TABLE journal ADD COLUMN from_name TEXT;
        ALTER TABLE journal ADD COLUMN from_version_id BLOB;
        ALTER TABLE journal ADD COLUMN from_version_number INTEGER;
        ALTER TABLE journal ADD COLUMN from_size_bytes INTEGER;

        ALTER TABLE drives ADD COLUMN policy TEXT;

        CREATE TABLE rewinds(
            drive BLOB NOT NULL,
            operation BLOB NOT NULL,
            folder BLOB NOT NULL,
            to_number INTEGER NOT NULL,
            from_number INTEGER NOT NULL,
            state INTEGER NOT NULL,
            at INTEGER NOT NULL,
            author_device BLOB,
            author_user BLOB,
            report BLOB NOT NULL,
            PRIMARY KEY (drive, operation)) WITHOUT ROWID;
        CREATE INDEX rewinds_running ON rewinds(drive, operation) WHERE state = 0;
        """;
}
