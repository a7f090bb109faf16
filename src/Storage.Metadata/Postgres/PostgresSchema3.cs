namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>The parts of uploads: the table of SQLite's schema 6. Its rows live for hours.</summary>
internal static class PostgresSchema3
{
    public const string Script = """
        CREATE TABLE upload_parts(
            ordinal bigint NOT NULL,
            offset_bytes bigint,
            size_bytes bigint NOT NULL,
            at bigint NOT NULL,
            indirect smallint NOT NULL,
            upload bytea NOT NULL,
            name text COLLATE "C" NOT NULL,
            part bytea NOT NULL,
            manifest bytea NOT NULL,
            PRIMARY KEY (upload, ordinal, name)) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);
        """;
}
