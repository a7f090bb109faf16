using System.Threading.Channels;
using FileStorage.Storage.Metadata.Database;
using Npgsql;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>
/// Queries for one row by a key, which cost less than their way to the server: what waits goes together, a message for many. One that fails has
/// all of its company asked one by one.
/// </summary>
internal sealed class PostgresLookups
{
    private const int MaxTogether = 64;
    private const int MaxWaiting = 4096;

    private readonly PostgresConnections _connections;
    private readonly PostgresReaders _readers;
    private readonly PostgresPatience _patience;
    private readonly Channel<PostgresPendingRead> _waiting;
    private readonly Task[] _running;

    public PostgresLookups(PostgresConnections connections, PostgresReaders readers, PostgresPatience patience, int lanes)
    {
        _connections = connections;
        _readers = readers;
        _patience = patience;
        _waiting = Channel.CreateBounded<PostgresPendingRead>(MaxWaiting);
        _running = [.. Enumerable.Range(0, lanes).Select(_ => Task.Run(RunAsync))];
    }

    public async ValueTask<T?> FindAsync<T>(SqlStatement query, Func<SqlRow, T> map, long? mapVersion, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var pending = new PostgresPendingRow<T>(query, map, mapVersion, cancellationToken);
        if (!_waiting.Writer.TryWrite(pending))
        {
            try
            {
                await _waiting.Writer.WriteAsync(pending, cancellationToken);
            }
            catch (ChannelClosedException)
            {
                throw new ObjectDisposedException(nameof(IMetadataDatabase));
            }
        }

        return await pending.Task;
    }

    /// <summary>Answers what waits and ends.</summary>
    public async ValueTask CloseAsync()
    {
        _ = _waiting.Writer.TryComplete();
        await Task.WhenAll(_running);
    }

    private async Task RunAsync()
    {
        var taken = new List<PostgresPendingRead>(MaxTogether);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (taken.Count < MaxTogether && _waiting.Reader.TryRead(out var pending))
            {
                if (pending.CancellationToken.IsCancellationRequested)
                {
                    pending.Fail(new OperationCanceledException(pending.CancellationToken));
                }
                else
                {
                    taken.Add(pending);
                }
            }

            if (taken.Count > 0)
            {
                await AnswerAsync(taken);
            }

            taken.Clear();
        }
    }

    private async Task AnswerAsync(List<PostgresPendingRead> taken)
    {
        long? mapVersion;
        try
        {
            mapVersion = await ReadAsync(taken);
            _patience.Reset();
        }
        catch (Exception)
        {
            // Each by itself finds out what it was, and has the patience for it. Nothing was told yet.
            await Task.WhenAll(taken.Select(pending => pending.RunAsync(_readers)));
            return;
        }

        foreach (var pending in taken)
        {
            if (pending.MapVersion is not null && pending.MapVersion != mapVersion)
            {
                pending.Fail(new MapChangedException());
            }
            else
            {
                pending.Answer();
            }
        }
    }

    // The version of the map that held for all of them, where any asks for it.
    private async Task<long?> ReadAsync(List<PostgresPendingRead> taken)
    {
        await using var connection = await _connections.OpenAsync(CancellationToken.None);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var pending in taken)
        {
            pending.Forget();
            var command = new NpgsqlBatchCommand(PostgresText.Translate(pending.Query.Text));
            PostgresParameters.AddToAsk(command.Parameters, pending.Query.Parameters);
            batch.BatchCommands.Add(command);
        }

        var hasMap = taken.Exists(static pending => pending.MapVersion is not null);
        if (hasMap)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(PostgresReaders.MapVersionText));
        }

        await using var reader = await batch.ExecuteReaderAsync(CancellationToken.None);
        var columns = new PostgresColumns(reader);
        foreach (var pending in taken)
        {
            if (await reader.ReadAsync(CancellationToken.None))
            {
                pending.Take(new SqlRow(columns));
            }

            await reader.NextResultAsync(CancellationToken.None);
        }

        return hasMap ? await PostgresReaders.ReadVersionAsync(reader, CancellationToken.None) : null;
    }
}
