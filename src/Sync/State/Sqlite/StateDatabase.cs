using SQLitePCL;

namespace FileStorage.Sync.State.Sqlite;

/// <summary>The connection to the state database, used by one thread at a time. A committed transaction is on the disk.</summary>
internal sealed class StateDatabase : IDisposable
{
    private const int Version = 1;

    /// <summary>SQLITE_IOERR_SHMSIZE.</summary>
    private const int IoErrorSharedSize = raw.SQLITE_IOERR | (19 << 8);

    private const string Schema = """
        CREATE TABLE news (one INTEGER PRIMARY KEY CHECK (one = 1), cursor TEXT, listing INTEGER NOT NULL, is_listing INTEGER NOT NULL);
        CREATE TABLE remote (
            id BLOB PRIMARY KEY, parent BLOB NOT NULL, name TEXT NOT NULL, kind INTEGER NOT NULL, state INTEGER NOT NULL, etag TEXT NOT NULL,
            version BLOB NOT NULL, number INTEGER NOT NULL, size INTEGER NOT NULL, sha256 BLOB, modified INTEGER NOT NULL,
            executable INTEGER NOT NULL, listing INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE synced (
            id BLOB PRIMARY KEY, parent BLOB NOT NULL, name TEXT NOT NULL, kind INTEGER NOT NULL, version BLOB NOT NULL, sha256 BLOB,
            inode INTEGER NOT NULL, born INTEGER NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL, executable INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE pending (
            id BLOB NOT NULL, inode INTEGER NOT NULL, born INTEGER NOT NULL, operation BLOB NOT NULL, kind INTEGER NOT NULL, file BLOB NOT NULL,
            etag TEXT, parent BLOB NOT NULL, name TEXT NOT NULL, contents BLOB NOT NULL, PRIMARY KEY (id, inode, born)) WITHOUT ROWID;
        """;

    private readonly string _path;
    private readonly sqlite3 _handle;

    static StateDatabase() => Batteries_V2.Init();

    private StateDatabase(string path, sqlite3 handle)
    {
        _path = path;
        _handle = handle;
    }

    /// <exception cref="IOException">It cannot be opened, is damaged, or was written by a newer version.</exception>
    public static StateDatabase Open(string path)
    {
        var code = raw.sqlite3_open_v2(path, out var handle, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, null);
        var database = new StateDatabase(path, handle);
        try
        {
            if (code != raw.SQLITE_OK)
            {
                throw database.FailureOf(code);
            }

            database.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000");
            database.Prepare();
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Runs statements, kept nowhere.</summary>
    public void Execute(string script)
    {
        var code = raw.sqlite3_exec(_handle, script);
        if (code != raw.SQLITE_OK)
        {
            throw FailureOf(code);
        }
    }

    /// <summary>Undoes the open transaction, where SQLite has not done so by itself.</summary>
    public void RollBack()
    {
        if (raw.sqlite3_get_autocommit(_handle) == 0)
        {
            Execute("ROLLBACK");
        }
    }

    public StateStatement Prepare(string text)
    {
        var code = raw.sqlite3_prepare_v2(_handle, text, out var statement);
        return code == raw.SQLITE_OK ? new StateStatement(this, statement) : throw FailureOf(code);
    }

    public IOException FailureOf(int code) => (code & 0xff) switch
    {
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new IOException(
            $"The state of sync, {_path}, is damaged. Move it away and run the command again: both sides are then joined anew, and nothing is deleted."),
        raw.SQLITE_FULL => new SyncStateFullException($"The disk is full: the state of sync, {_path}, cannot be written."),

        // The file that readers and writers share cannot grow either.
        raw.SQLITE_IOERR when (code is IoErrorSharedSize) => new SyncStateFullException($"The disk is full: the state of sync, {_path}, cannot be written."),
        _ => new IOException($"The state of sync, {_path}, cannot be used: {raw.sqlite3_errmsg(_handle).utf8_to_string()} ({code})."),
    };

    public void Dispose() => _handle.Dispose();

    private void Prepare()
    {
        using var asked = Prepare("PRAGMA user_version");
        asked.Step();
        var version = asked.Number(0);
        asked.Reset();
        if (version > Version)
        {
            throw new IOException($"The state of sync, {_path}, was written by a newer version of this program.");
        }

        if (version == 0)
        {
            Execute($"BEGIN IMMEDIATE; {Schema} PRAGMA user_version = {Version}; COMMIT");
        }
    }
}
