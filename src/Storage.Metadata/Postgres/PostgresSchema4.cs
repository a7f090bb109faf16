namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>
/// One of several databases: which it is, which slots of the rows it owns (docs/decisions/0021-shards.md), and how to tell that
/// nobody writes or reads by an old map. A database without a place is alone.
/// </summary>
internal static class PostgresSchema4
{
    public const string Script = """
        CREATE TABLE shard_place(
            only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
            version bigint NOT NULL,
            number integer NOT NULL,
            cluster bytea NOT NULL);

        CREATE TABLE shard_slots(
            slot integer PRIMARY KEY CHECK (slot BETWEEN 0 AND 4095),
            state smallint NOT NULL CHECK (state BETWEEN 1 AND 3),
            target integer);

        CREATE FUNCTION slot_of_drive(id bytea) RETURNS integer LANGUAGE sql IMMUTABLE AS
            $$ SELECT ((get_byte(id, 14) & 15) << 8) | get_byte(id, 15) $$;
        CREATE FUNCTION slot_of_chunk(id bytea) RETURNS integer LANGUAGE sql IMMUTABLE AS
            $$ SELECT (get_byte(id, 0) << 4) | (get_byte(id, 1) >> 4) $$;
        CREATE FUNCTION slot_of_key(kind text, key text) RETURNS integer LANGUAGE sql IMMUTABLE AS
            $$ SELECT public.slot_of_chunk(sha256(convert_to(kind || E'\n' || key, 'UTF8'))) $$;

        CREATE FUNCTION hold_map(known bigint) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
            PERFORM pg_advisory_xact_lock_shared(1179866183, 1);
            IF (SELECT version FROM public.shard_place) IS DISTINCT FROM known THEN
                RAISE EXCEPTION 'the map of the slots has changed' USING ERRCODE = 'FS001';
            END IF;
        END $$;

        CREATE FUNCTION stay_alone() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
            PERFORM pg_advisory_lock_shared(1179866183, 2);
            IF EXISTS (SELECT 1 FROM public.shard_place) THEN
                PERFORM pg_advisory_unlock_shared(1179866183, 2);
                RAISE EXCEPTION 'this database is one of several: set Metadata:Postgres:Shards to all of them' USING ERRCODE = 'FS002';
            END IF;
        END $$;
        """;
}
