namespace FileStorage.Storage.Metadata.Sqlite;

/// <summary>
/// The audit: who did what. The key sorts by time. Rows are only ever added, and deleted when they are old; the trigger keeps even a mistake
/// of ours from changing one.
/// </summary>
internal static class SqliteSchema5
{
    public const string Script = """
        CREATE TABLE audit(
            id BLOB PRIMARY KEY NOT NULL,
            kind INTEGER NOT NULL,
            outcome INTEGER NOT NULL,
            actor BLOB,
            owner BLOB,
            device BLOB,
            address TEXT,
            drive BLOB,
            item BLOB,
            other TEXT,
            detail TEXT) WITHOUT ROWID;
        CREATE INDEX audit_by_actor ON audit(actor, id) WHERE actor IS NOT NULL;
        CREATE INDEX audit_by_owner ON audit(owner, id) WHERE owner IS NOT NULL;
        CREATE INDEX audit_by_item ON audit(item, id) WHERE item IS NOT NULL;
        CREATE TRIGGER audit_is_append_only BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows do not change'); END;
        """;
}
