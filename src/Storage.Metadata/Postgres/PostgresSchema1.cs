namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>
/// The first schema: the tables of SQLite's schema 5, which docs/metadata-schema.md explains. Texts compare by their bytes (COLLATE "C"), as
/// blobs do. Columns stand in the order in which they take the least room. Rows that are changed in place have room beside them, and the inbox,
/// whose rows live for a moment, is tidied early.
/// </summary>
internal static class PostgresSchema1
{
    public const string Script = """
        CREATE TABLE documents(
            etag bigint NOT NULL,
            kind text COLLATE "C" NOT NULL,
            key text COLLATE "C" NOT NULL,
            body bytea NOT NULL,
            PRIMARY KEY (kind, key)) WITH (fillfactor = 80);

        CREATE TABLE claims(
            kind text COLLATE "C" NOT NULL,
            key text COLLATE "C" NOT NULL,
            owner bytea NOT NULL,
            PRIMARY KEY (kind, key));

        CREATE TABLE drives(
            row_version bigint NOT NULL,
            epoch bigint NOT NULL,
            next_number bigint NOT NULL,
            quota_bytes bigint NOT NULL,
            used_bytes bigint NOT NULL,
            id bytea NOT NULL PRIMARY KEY,
            owner bytea NOT NULL,
            policy text COLLATE "C") WITH (fillfactor = 50);

        CREATE TABLE entries(
            version_number bigint NOT NULL,
            size_bytes bigint NOT NULL,
            kept_bytes bigint NOT NULL,
            modified bigint NOT NULL,
            etag_number bigint NOT NULL,
            created_number bigint NOT NULL,
            trashed bigint,
            chunk_count integer NOT NULL,
            kind smallint NOT NULL,
            state smallint NOT NULL,
            executable smallint NOT NULL,
            id bytea NOT NULL PRIMARY KEY,
            drive bytea NOT NULL,
            parent bytea,
            name text COLLATE "C" NOT NULL,
            version_id bytea,
            content_hash bytea,
            target_drive bytea,
            target_entry bytea);
        CREATE UNIQUE INDEX entries_by_name ON entries(parent, name) WHERE state = 0;
        CREATE INDEX entries_in_trash ON entries(drive, id) WHERE state = 1;
        CREATE INDEX entries_purging ON entries(drive, id) WHERE state = 2;
        CREATE INDEX entries_folders ON entries(drive, id) WHERE kind = 0;
        CREATE INDEX entries_mounted ON entries(drive, id) WHERE target_entry IS NOT NULL;

        CREATE TABLE journal(
            number bigint NOT NULL,
            version_number bigint NOT NULL,
            size_bytes bigint NOT NULL,
            at bigint NOT NULL,
            from_version_number bigint,
            from_size_bytes bigint,
            kind smallint NOT NULL,
            entry_kind smallint NOT NULL,
            drive bytea NOT NULL,
            entry bytea NOT NULL,
            parent bytea,
            name text COLLATE "C" NOT NULL,
            version_id bytea,
            device bytea,
            operation bytea,
            from_parent bytea,
            from_name text COLLATE "C",
            from_version_id bytea,
            PRIMARY KEY (drive, number));
        CREATE UNIQUE INDEX journal_operations ON journal(drive, operation) WHERE operation IS NOT NULL;

        CREATE TABLE rewinds(
            to_number bigint NOT NULL,
            from_number bigint NOT NULL,
            at bigint NOT NULL,
            state smallint NOT NULL,
            drive bytea NOT NULL,
            operation bytea NOT NULL,
            folder bytea NOT NULL,
            author_device bytea,
            author_user bytea,
            report bytea NOT NULL,
            PRIMARY KEY (drive, operation));
        CREATE INDEX rewinds_running ON rewinds(drive, operation) WHERE state = 0;

        CREATE TABLE inbox(
            at bigint NOT NULL,
            refused smallint NOT NULL,
            drive bytea NOT NULL,
            version bytea NOT NULL,
            file bytea NOT NULL,
            payload bytea NOT NULL,
            PRIMARY KEY (drive, version)) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);

        CREATE TABLE versions(
            number bigint NOT NULL,
            size_bytes bigint NOT NULL,
            modified bigint NOT NULL,
            created bigint NOT NULL,
            chunk_count integer NOT NULL,
            chunker smallint NOT NULL,
            executable smallint NOT NULL,
            state smallint NOT NULL,
            file bytea NOT NULL,
            id bytea NOT NULL,
            drive bytea NOT NULL,
            manifest bytea NOT NULL,
            content_hash bytea,
            author_device bytea,
            author_user bytea,
            vector bytea NOT NULL,
            PRIMARY KEY (file, number));

        CREATE TABLE chunks(
            leased_until bigint,
            row_version bigint,
            plain_bytes bigint,
            stored_bytes bigint,
            condemned bigint,
            state smallint,
            id bytea NOT NULL,
            owner bytea NOT NULL,
            version bytea NOT NULL,
            file bytea,
            location bytea,
            PRIMARY KEY (id, owner, version)) WITH (fillfactor = 90);
        CREATE INDEX chunks_leased ON chunks(leased_until) WHERE leased_until IS NOT NULL;
        CREATE INDEX chunks_condemned ON chunks(condemned) WHERE condemned IS NOT NULL;

        CREATE TABLE garbage(
            at bigint NOT NULL,
            location bytea NOT NULL PRIMARY KEY);

        CREATE TABLE grants(
            at bigint NOT NULL,
            number bigint NOT NULL,
            kind smallint NOT NULL,
            role smallint,
            told smallint NOT NULL,
            drive bytea NOT NULL,
            entry bytea NOT NULL,
            grantee bytea NOT NULL,
            label text COLLATE "C" NOT NULL,
            granted_by bytea NOT NULL,
            PRIMARY KEY (drive, entry, kind, grantee));

        CREATE TABLE audit(
            kind smallint NOT NULL,
            outcome smallint NOT NULL,
            id bytea NOT NULL PRIMARY KEY,
            actor bytea,
            owner bytea,
            device bytea,
            address text COLLATE "C",
            drive bytea,
            item bytea,
            other text COLLATE "C",
            detail text COLLATE "C");
        CREATE INDEX audit_by_actor ON audit(actor, id) WHERE actor IS NOT NULL;
        CREATE INDEX audit_by_owner ON audit(owner, id) WHERE owner IS NOT NULL;
        CREATE INDEX audit_by_item ON audit(item, id) WHERE item IS NOT NULL;
        CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'audit rows do not change'; END $$;
        CREATE TRIGGER audit_is_append_only BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
        """;
}
