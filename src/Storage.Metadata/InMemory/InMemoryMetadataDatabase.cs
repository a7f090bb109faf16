using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Sqlite;

namespace FileStorage.Storage.Metadata.InMemory;

/// <summary>
/// Metadata for tests and simulation: a private SQLite database in memory, with the same schema and SQL as the one in a file. Every
/// call runs to its end on the caller's thread, so the order of calls is the order of effects, and tasks are complete on return.
/// Forgets everything when it is disposed.
/// </summary>
public sealed class InMemoryMetadataDatabase : IMetadataDatabase, IDisposable
{
    private readonly SqliteConnection _connection = SqliteConnection.Open(":memory:", TimeSpan.Zero);
    private readonly SqliteBatch _batch;
    private readonly Lock _gate = new();

    public InMemoryMetadataDatabase()
        : this(SqliteProfile.Metadata)
    {
    }

    internal InMemoryMetadataDatabase(SqliteProfile profile)
    {
        // There is nothing to recover, but a write that fails half way must still be undone: the journal stays, in memory.
        _connection.ExecuteScript("PRAGMA journal_mode = MEMORY; PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY");
        profile.Prepare(_connection);
        _batch = new SqliteBatch(_connection);
    }

    public ValueTask<WriteOutcome> WriteAsync(MetadataWrite write, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<WriteOutcome>(cancellationToken);
        }

        lock (_gate)
        {
            var failure = _batch.Run([write], out var verdicts) ?? verdicts[0].Failure;
            return failure is null
                ? ValueTask.FromResult(verdicts[0].Outcome)
                : ValueTask.FromException<WriteOutcome>(failure);
        }
    }

    public ValueTask<List<T>> QueryAsync<T>(SqlStatement query, Func<SqlRow, T> map, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_connection.Query(query, map, cancellationToken));
        }
    }

    public ValueTask<T?> QueryFirstAsync<T>(SqlStatement query, Func<SqlRow, T> map, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(_connection.QueryFirst(query, map));
        }
    }

    public ValueTask<List<string>> CheckIntegrityAsync(CancellationToken cancellationToken) =>
        SqliteIntegrity.CheckAsync(this, cancellationToken);

    public void Dispose() => _connection.Dispose();
}
