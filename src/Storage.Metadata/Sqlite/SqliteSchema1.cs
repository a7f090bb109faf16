namespace FileStorage.Storage.Metadata.Sqlite;

/// <summary>The first schema; docs/metadata-schema.md explains it.</summary>
internal static class SqliteSchema1
{
    public const string Script = """
        CREATE TABLE documents(
            kind TEXT NOT NULL,
            key TEXT NOT NULL,
            etag INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (kind, key)) WITHOUT ROWID;

        CREATE TABLE claims(
            kind TEXT NOT NULL,
            key TEXT NOT NULL,
            owner BLOB NOT NULL,
            PRIMARY KEY (kind, key)) WITHOUT ROWID;

        CREATE TABLE drives(
            id BLOB PRIMARY KEY NOT NULL,
            row_version INTEGER NOT NULL,
            owner BLOB NOT NULL,
            epoch INTEGER NOT NULL,
            next_number INTEGER NOT NULL,
            quota_bytes INTEGER NOT NULL,
            used_bytes INTEGER NOT NULL) WITHOUT ROWID;

        CREATE TABLE entries(
            id BLOB PRIMARY KEY NOT NULL,
            drive BLOB NOT NULL,
            parent BLOB,
            name TEXT NOT NULL,
            kind INTEGER NOT NULL,
            state INTEGER NOT NULL,
            version_id BLOB,
            version_number INTEGER NOT NULL,
            size_bytes INTEGER NOT NULL,
            kept_bytes INTEGER NOT NULL,
            chunk_count INTEGER NOT NULL,
            content_hash BLOB,
            modified INTEGER NOT NULL,
            executable INTEGER NOT NULL,
            etag_number INTEGER NOT NULL,
            created_number INTEGER NOT NULL,
            trashed INTEGER) WITHOUT ROWID;
        CREATE UNIQUE INDEX entries_by_name ON entries(parent, name) WHERE state = 0;
        CREATE INDEX entries_in_trash ON entries(drive, id) WHERE state = 1;
        CREATE INDEX entries_purging ON entries(drive, id) WHERE state = 2;

        CREATE TABLE journal(
            drive BLOB NOT NULL,
            number INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            entry BLOB NOT NULL,
            entry_kind INTEGER NOT NULL,
            parent BLOB,
            name TEXT NOT NULL,
            version_id BLOB,
            version_number INTEGER NOT NULL,
            size_bytes INTEGER NOT NULL,
            at INTEGER NOT NULL,
            device BLOB,
            operation BLOB,
            PRIMARY KEY (drive, number)) WITHOUT ROWID;
        CREATE UNIQUE INDEX journal_operations ON journal(drive, operation) WHERE operation IS NOT NULL;

        CREATE TABLE inbox(
            drive BLOB NOT NULL,
            version BLOB NOT NULL,
            file BLOB NOT NULL,
            payload BLOB NOT NULL,
            at INTEGER NOT NULL,
            refused INTEGER NOT NULL,
            PRIMARY KEY (drive, version)) WITHOUT ROWID;

        CREATE TABLE versions(
            file BLOB NOT NULL,
            number INTEGER NOT NULL,
            id BLOB NOT NULL,
            drive BLOB NOT NULL,
            size_bytes INTEGER NOT NULL,
            manifest BLOB NOT NULL,
            chunk_count INTEGER NOT NULL,
            content_hash BLOB,
            chunker INTEGER NOT NULL,
            author_device BLOB,
            author_user BLOB,
            vector BLOB NOT NULL,
            modified INTEGER NOT NULL,
            executable INTEGER NOT NULL,
            created INTEGER NOT NULL,
            state INTEGER NOT NULL,
            PRIMARY KEY (file, number)) WITHOUT ROWID;

        CREATE TABLE chunks(
            id BLOB NOT NULL,
            owner BLOB NOT NULL,
            version BLOB NOT NULL,
            file BLOB,
            leased_until INTEGER,
            row_version INTEGER,
            state INTEGER,
            plain_bytes INTEGER,
            stored_bytes INTEGER,
            condemned INTEGER,
            location BLOB,
            PRIMARY KEY (id, owner, version)) WITHOUT ROWID;
        CREATE INDEX chunks_leased ON chunks(leased_until) WHERE leased_until IS NOT NULL;
        CREATE INDEX chunks_condemned ON chunks(condemned) WHERE condemned IS NOT NULL;

        CREATE TABLE garbage(
            location BLOB PRIMARY KEY NOT NULL,
            at INTEGER NOT NULL) WITHOUT ROWID;
        """;
}
