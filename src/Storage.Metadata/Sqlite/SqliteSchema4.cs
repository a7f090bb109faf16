namespace FileStorage.Storage.Metadata.Sqlite;

/// <summary>Sharing: grants on entries, and places in a drive where entries of other drives are shown.</summary>
internal static class SqliteSchema4
{
    public const string Script = """
        CREATE TABLE grants(
            drive BLOB NOT NULL,
            entry BLOB NOT NULL,
            kind INTEGER NOT NULL,
            grantee BLOB NOT NULL,
            role INTEGER,
            label TEXT NOT NULL,
            granted_by BLOB NOT NULL,
            at INTEGER NOT NULL,
            number INTEGER NOT NULL,
            told INTEGER NOT NULL,
            PRIMARY KEY (drive, entry, kind, grantee)) WITHOUT ROWID;
        ALTER TABLE entries ADD COLUMN target_drive BLOB;
        ALTER TABLE entries ADD COLUMN target_entry BLOB;
        CREATE INDEX entries_mounted ON entries(drive, id) WHERE target_entry IS NOT NULL;
        """;
}
