using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Sqlite;

namespace FileStorage.Storage.Metadata.Search;

/// <summary>
/// The index in SQLite. Rows of one drive have neighbouring numbers (slot * 2^36 + n), so that full-text queries look at one drive's part
/// of each list only; the same holds for the words that slips are corrected to, so that nobody learns of the words of others. The full-text tables hold no text of their own; triggers keep them in step with the rows.
/// </summary>
internal static class SqliteSearchSchema
{
    /// <summary>"FSTS": tells the index from other SQLite files.</summary>
    private const long ApplicationId = 0x46535453;

    /// <summary>The index is never migrated: one of another number is made anew.</summary>
    private const int Number = 1;

    private const string Script = """
        CREATE TABLE drives (
            slot INTEGER PRIMARY KEY,
            drive BLOB NOT NULL UNIQUE,
            row_version INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            epoch INTEGER,
            number INTEGER,
            lists_folders INTEGER,
            listed_entry BLOB,
            listed_name TEXT
        );

        CREATE TABLE items (
            row INTEGER PRIMARY KEY,
            slot INTEGER NOT NULL,
            id BLOB NOT NULL,
            parent BLOB NOT NULL,
            kind INTEGER NOT NULL,
            state INTEGER NOT NULL,
            name TEXT NOT NULL,
            words TEXT NOT NULL,
            type TEXT NOT NULL,
            size INTEGER NOT NULL,
            modified INTEGER NOT NULL,
            version BLOB,
            version_number INTEGER NOT NULL,
            changed INTEGER NOT NULL,
            content INTEGER NOT NULL,
            reason TEXT,
            generation INTEGER NOT NULL
        );

        CREATE UNIQUE INDEX items_by_id ON items (slot, id);
        CREATE INDEX items_folders ON items (slot, parent, id) WHERE kind = 0;
        CREATE INDEX items_trashed ON items (slot, id, kind) WHERE state = 1;
        CREATE INDEX items_pending ON items (changed, slot) WHERE content = 1;

        CREATE VIRTUAL TABLE names USING fts5 (
            words, content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1');
        CREATE VIRTUAL TABLE contents USING fts5 (
            words, content = '', contentless_delete = 1, tokenize = 'ascii');
        CREATE TABLE texts (row INTEGER PRIMARY KEY, body BLOB NOT NULL);

        CREATE TABLE spellings (row INTEGER PRIMARY KEY, slot INTEGER NOT NULL, word TEXT NOT NULL, UNIQUE (slot, word));
        CREATE VIRTUAL TABLE spelling_parts USING fts5 (
            word, content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1');

        CREATE TRIGGER items_added AFTER INSERT ON items BEGIN
            INSERT INTO names (rowid, words) VALUES (new.row, new.words);
        END;
        CREATE TRIGGER items_renamed AFTER UPDATE OF words ON items WHEN new.words <> old.words BEGIN
            DELETE FROM names WHERE rowid = old.row;
            INSERT INTO names (rowid, words) VALUES (new.row, new.words);
        END;
        CREATE TRIGGER items_gone AFTER DELETE ON items BEGIN
            DELETE FROM names WHERE rowid = old.row;
            DELETE FROM contents WHERE rowid = old.row;
            DELETE FROM texts WHERE row = old.row;
        END;
        CREATE TRIGGER spellings_added AFTER INSERT ON spellings BEGIN
            INSERT INTO spelling_parts (rowid, word) VALUES (new.row, char(2, 2) || new.word || char(2, 2));
        END;
        CREATE TRIGGER spellings_gone AFTER DELETE ON spellings BEGIN
            DELETE FROM spelling_parts WHERE rowid = old.row;
        END;
        """;

    /// <summary>Makes the tables in an empty file.</summary>
    /// <exception cref="MetadataCorruptException">The file is an index of another program version, or no index at all.</exception>
    public static void Prepare(SqliteConnection connection)
    {
        if (Read(connection, "SELECT count(*) FROM sqlite_schema") == 0)
        {
            connection.ExecuteScript($"BEGIN IMMEDIATE; {Script} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Number}; COMMIT");
        }

        if (Read(connection, "PRAGMA application_id") != ApplicationId || Read(connection, "PRAGMA user_version") != Number)
        {
            throw new MetadataCorruptException("The file is not a search index of this version.");
        }
    }

    private static long Read(SqliteConnection connection, string text) =>
        connection.QueryFirst(new SqlStatement(text), static row => row.GetInteger(0));
}
