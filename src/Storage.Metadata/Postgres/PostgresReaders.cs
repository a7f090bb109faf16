using FileStorage.Storage.Metadata.Database;
using Npgsql;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>Queries, so many at a time. They change nothing, so that one whose connection was lost is asked again.</summary>
internal sealed class PostgresReaders(PostgresConnections connections, PostgresPatience patience, int maxConnections) : IDisposable
{
    /// <summary>To be asked after what depends on it.</summary>
    public const string MapVersionText = "SELECT version FROM public.shard_place";

    private readonly SemaphoreSlim _free = new(maxConnections);

    public async ValueTask<List<T>> QueryAsync<T>(
        SqlStatement query, Func<SqlRow, T> map, bool onlyFirst, long? mapVersion, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            var begun = patience.Now;
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    var rows = await ReadAsync(query, map, onlyFirst, mapVersion, cancellationToken);
                    patience.Reset();
                    return rows;
                }
                catch (Exception exception) when (PostgresFault.MayPass(exception))
                {
                    connections.ClearAfter(exception);
                    if (!await patience.WaitAsync(begun, attempt, cancellationToken))
                    {
                        throw PostgresFault.ToFailure(exception);
                    }
                }
                catch (PostgresException exception)
                {
                    throw PostgresFault.ToFailure(exception);
                }
            }
        }
        finally
        {
            _ = _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();

    /// <summary>
    /// Whether the database has this version of the map, read after the rows: versions only grow, so that it was the same when they were read.
    /// </summary>
    /// <exception cref="MapChangedException">It has another one.</exception>
    private static async ValueTask RequireVersionAsync(NpgsqlDataReader reader, long? mapVersion, CancellationToken cancellationToken)
    {
        if (mapVersion is not null
            && (!await reader.NextResultAsync(cancellationToken) || await ReadVersionAsync(reader, cancellationToken) != mapVersion))
        {
            throw new MapChangedException();
        }
    }

    /// <summary>The version that this result of a batch tells; null where the database is not one of several.</summary>
    public static async ValueTask<long?> ReadVersionAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) =>
        await reader.ReadAsync(cancellationToken) ? reader.GetInt64(0) : null;

    private async Task<List<T>> ReadAsync<T>(
        SqlStatement query, Func<SqlRow, T> map, bool onlyFirst, long? mapVersion, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        var command = new NpgsqlBatchCommand(PostgresText.Translate(query.Text));
        PostgresParameters.AddToAsk(command.Parameters, query.Parameters);
        batch.BatchCommands.Add(command);
        if (mapVersion is not null)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(MapVersionText));
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var columns = new PostgresColumns(reader);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(map(new SqlRow(columns)));
            if (onlyFirst)
            {
                break;
            }
        }

        await RequireVersionAsync(reader, mapVersion, cancellationToken);
        return rows;
    }
}
