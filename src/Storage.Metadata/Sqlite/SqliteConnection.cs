using FileStorage.Storage.Metadata.Database;
using SQLitePCL;

namespace FileStorage.Storage.Metadata.Sqlite;

/// <summary>One connection with its prepared statements. Used by one thread at a time.</summary>
internal sealed class SqliteConnection : IDisposable
{
    /// <summary>Far above the number of texts there are: reaching it means that values are written into texts.</summary>
    private const int MaxStatements = 512;

    private const int PassiveCheckpoint = 0;
    private const int TruncatingCheckpoint = 3;
    private const uint KeptStatement = 1;
    private const int CacheWrites = 9;
    private const int StablePlans = 1007;

    private readonly sqlite3 _handle;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    static SqliteConnection() => Batteries_V2.Init();

    private SqliteConnection(sqlite3 handle) => _handle = handle;

    /// <summary>Whether no transaction is open, also because SQLite has rolled it back by itself.</summary>
    public bool IsIdle => raw.sqlite3_get_autocommit(_handle) != 0;

    /// <summary>Opens a file, or a database in memory for ":memory:", and creates it where it does not exist.</summary>
    /// <exception cref="MetadataException">It cannot be opened.</exception>
    public static SqliteConnection Open(string path, TimeSpan busyTimeout)
    {
        const int Flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;
        var code = raw.sqlite3_open_v2(path, out var handle, Flags, null);
        var connection = new SqliteConnection(handle);
        if (code != SqliteCode.Ok)
        {
            var failure = connection.FailureOf(code, "open");
            connection.Dispose();
            throw failure;
        }

        // A plan must not depend on what is bound: with partial indexes SQLite would otherwise prepare statements anew on every run.
        _ = raw.sqlite3_db_config(handle, StablePlans, 1, out _);
        _ = raw.sqlite3_extended_result_codes(handle, 1);
        _ = raw.sqlite3_busy_timeout(handle, (int)busyTimeout.TotalMilliseconds);
        return connection;
    }

    /// <summary>Runs a statement to its end; returns SQLite's code, which is <see cref="SqliteCode.Done"/> where it went well.</summary>
    public int Run(in SqlStatement statement, out int changedRows)
    {
        var prepared = Prepare(statement.Text);
        prepared.Bind(statement.Parameters);
        int code;
        do
        {
            code = prepared.Step();
        }
        while (code == SqliteCode.Row);

        changedRows = code == SqliteCode.Done ? raw.sqlite3_changes(_handle) : 0;
        prepared.Reset();
        return code;
    }

    /// <summary>Runs a text that must go well.</summary>
    /// <exception cref="MetadataException">It did not.</exception>
    public void Execute(string text)
    {
        var code = Run(new SqlStatement(text), out _);
        if (code != SqliteCode.Done)
        {
            throw FailureOf(code, text);
        }
    }

    /// <summary>Runs several statements that must go well, kept nowhere.</summary>
    /// <exception cref="MetadataException">One did not; those before it were applied.</exception>
    public void ExecuteScript(string script)
    {
        var code = raw.sqlite3_exec(_handle, script);
        if (code != SqliteCode.Ok)
        {
            throw FailureOf(code, "a script");
        }
    }

    public List<T> Query<T>(SqlStatement query, Func<SqlRow, T> map, CancellationToken cancellationToken)
    {
        var prepared = Prepare(query.Text);
        var rows = new List<T>();
        try
        {
            prepared.Bind(query.Parameters);
            var row = new SqlRow(prepared);
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var code = prepared.Step();
                if (code == SqliteCode.Done)
                {
                    return rows;
                }

                if (code != SqliteCode.Row)
                {
                    throw FailureOf(code, query.Text);
                }

                rows.Add(map(row));
            }
        }
        finally
        {
            prepared.Reset();
        }
    }

    public T? QueryFirst<T>(SqlStatement query, Func<SqlRow, T> map)
    {
        var prepared = Prepare(query.Text);
        try
        {
            prepared.Bind(query.Parameters);
            return prepared.Step() switch
            {
                SqliteCode.Row => map(new SqlRow(prepared)),
                SqliteCode.Done => default,
                var code => throw FailureOf(code, query.Text),
            };
        }
        finally
        {
            prepared.Reset();
        }
    }

    /// <summary>Pages this connection has written since the last call.</summary>
    public int TakeWrittenPages()
    {
        _ = raw.sqlite3_db_status(_handle, CacheWrites, out var pages, out _, 1);
        return pages;
    }

    /// <summary>
    /// Copies from the log to the database file what no reader still needs in the log. Returns SQLite's code; <paramref name="left"/>
    /// is the number of pages that could not be copied yet.
    /// </summary>
    public int Checkpoint(out int left)
    {
        var code = raw.sqlite3_wal_checkpoint_v2(_handle, "main", PassiveCheckpoint, out var logged, out var copied);
        left = Math.Max(0, logged - copied);
        return code;
    }

    /// <summary>Copies everything and empties the log. Waits for readers at most the busy timeout.</summary>
    public int CheckpointAndTruncate() =>
        raw.sqlite3_wal_checkpoint_v2(_handle, "main", TruncatingCheckpoint, out _, out _);

    /// <summary>The exception for a code that is not a conflict.</summary>
    public MetadataException FailureOf(int code, string action)
    {
        var message = $"SQLite code {code} ({raw.sqlite3_errmsg(_handle).utf8_to_string()}) at: {action}";
        return SqliteCode.Primary(code) switch
        {
            SqliteCode.Full => new StorageFullException(message),
            SqliteCode.Corrupt or SqliteCode.NotADatabase => new MetadataCorruptException(message),
            _ => new MetadataException(message),
        };
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _handle.Dispose();
    }

    private SqliteStatement Prepare(string text)
    {
        if (_statements.TryGetValue(text, out var known))
        {
            return known;
        }

        if (_statements.Count >= MaxStatements)
        {
            throw new InvalidOperationException($"More than {MaxStatements} different SQL texts: values belong into parameters.");
        }

        var code = raw.sqlite3_prepare_v3(_handle, text, KeptStatement, out var handle);
        if (code != SqliteCode.Ok)
        {
            throw FailureOf(code, text);
        }

        var statement = new SqliteStatement(handle);
        _statements.Add(text, statement);
        return statement;
    }
}
