using FileStorage.Storage.Metadata.Database;
using Npgsql;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>Queries, so many at a time. They change nothing, so that one whose connection was lost is asked again.</summary>
internal sealed class PostgresReaders(PostgresConnections connections, PostgresPatience patience, int maxConnections) : IDisposable
{
    private readonly SemaphoreSlim _free = new(maxConnections);

    public async ValueTask<List<T>> QueryAsync<T>(
        SqlStatement query, Func<SqlRow, T> map, bool onlyFirst, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            var begun = patience.Now;
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    var rows = await ReadAsync(query, map, onlyFirst, cancellationToken);
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

    private async Task<List<T>> ReadAsync<T>(
        SqlStatement query, Func<SqlRow, T> map, bool onlyFirst, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(PostgresText.Translate(query.Text), connection);
        PostgresParameters.AddToAsk(command.Parameters, query.Parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
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

        return rows;
    }
}
