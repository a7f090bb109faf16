using System.Collections.Concurrent;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Sqlite;

/// <summary>Read connections, opened as they are needed. A query runs on its caller's thread: it takes microseconds.</summary>
internal sealed class SqliteReaders(Func<SqliteConnection> open, int maxConnections) : IDisposable
{
    private readonly SemaphoreSlim _free = new(maxConnections);
    private readonly ConcurrentStack<SqliteConnection> _idle = new();

    public async ValueTask<List<T>> QueryAsync<T>(
        SqlStatement query, Func<SqlRow, T> map, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            var connection = Rent();
            try
            {
                return connection.Query(query, map, cancellationToken);
            }
            finally
            {
                _idle.Push(connection);
            }
        }
        finally
        {
            _ = _free.Release();
        }
    }

    public async ValueTask<T?> QueryFirstAsync<T>(
        SqlStatement query, Func<SqlRow, T> map, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            var connection = Rent();
            try
            {
                return connection.QueryFirst(query, map);
            }
            finally
            {
                _idle.Push(connection);
            }
        }
        finally
        {
            _ = _free.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryPop(out var connection))
        {
            connection.Dispose();
        }

        _free.Dispose();
    }

    private SqliteConnection Rent() => _idle.TryPop(out var connection) ? connection : open();
}
