namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>
/// The search index, in a schema of its own: the tables of SQLite's index, with PostgreSQL's indexes for pieces of names and words of contents in
/// place of full-text tables. All of it is derived and may be emptied.
/// </summary>
internal static class PostgresSchema2
{
    public const string Script = """
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        CREATE EXTENSION IF NOT EXISTS btree_gin;
        CREATE SCHEMA search;

        CREATE TABLE search.drives(
            slot bigint PRIMARY KEY,
            row_version bigint NOT NULL,
            generation bigint NOT NULL,
            epoch bigint,
            number bigint,
            lists_folders smallint,
            drive bytea NOT NULL UNIQUE,
            listed_entry bytea,
            listed_name text COLLATE "C") WITH (fillfactor = 50);

        CREATE TABLE search.items(
            row bigint PRIMARY KEY,
            slot bigint NOT NULL,
            size bigint NOT NULL,
            modified bigint NOT NULL,
            version_number bigint NOT NULL,
            changed bigint NOT NULL,
            generation bigint NOT NULL,
            kind smallint NOT NULL,
            state smallint NOT NULL,
            content smallint NOT NULL,
            id bytea NOT NULL,
            parent bytea NOT NULL,
            version bytea,
            name text COLLATE "C" NOT NULL,
            words text COLLATE "C" NOT NULL,
            type text COLLATE "C" NOT NULL,
            reason text COLLATE "C");
        CREATE UNIQUE INDEX items_by_id ON search.items(slot, id);
        CREATE INDEX items_folders ON search.items(slot, parent, id) WHERE kind = 0;
        CREATE INDEX items_trashed ON search.items(slot, id, kind) WHERE state = 1;
        CREATE INDEX items_pending ON search.items(changed, slot) WHERE content = 1;
        CREATE INDEX items_words ON search.items USING gin (slot, words gin_trgm_ops);

        CREATE TABLE search.contents(
            row bigint PRIMARY KEY REFERENCES search.items(row) ON DELETE CASCADE,
            slot bigint NOT NULL,
            words tsvector NOT NULL);
        CREATE INDEX contents_words ON search.contents USING gin (slot, words);

        CREATE TABLE search.texts(
            row bigint PRIMARY KEY REFERENCES search.items(row) ON DELETE CASCADE,
            body bytea NOT NULL);

        CREATE TABLE search.spellings(
            row bigint PRIMARY KEY,
            slot bigint NOT NULL,
            word text COLLATE "C" NOT NULL,
            UNIQUE (slot, word));
        CREATE INDEX spellings_pieces ON search.spellings USING gin (slot, word gin_trgm_ops);
        """;
}
