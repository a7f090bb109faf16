using FileStorage.Storage.Metadata.Database;
using Npgsql;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>
/// A transaction in each database that sees the same moment. Whoever writes to one of several databases holds a lock of it in every transaction
/// (docs/decisions/0021-shards.md): while all of them are locked nothing is being written anywhere, and what the transactions begin to see then is what a
/// crash of everything at once would have left. One database alone needs no lock.
/// </summary>
internal sealed class PostgresSnapshot : IAsyncDisposable
{
    private const int Attempts = 20;

    private const string LockText = "SET LOCAL lock_timeout = '5s'; SELECT pg_advisory_xact_lock(1179866183, 1)";

    // The first question fixes what the transaction sees. Nobody waits for it, so that it may take its time.
    private const string BeginText = """
        BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
        SET LOCAL idle_in_transaction_session_timeout = 0;
        SELECT coalesce(max(number), 0) FROM public.filestorage_schema
        """;

    private readonly List<NpgsqlDataSource> _sources = [];
    private readonly List<NpgsqlConnection> _connections = [];

    private PostgresSnapshot()
    {
    }

    /// <summary>A connection to each database, in its transaction.</summary>
    public IReadOnlyList<NpgsqlConnection> Databases => _connections;

    /// <param name="options">The databases.</param>
    /// <param name="began">Told of each database whose transaction sees its moment; for tests.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MetadataException">One cannot be reached, or is busy for too long with the move of slots.</exception>
    public static async Task<PostgresSnapshot> TakeAsync(PostgresMetadataOptions options, Func<ValueTask>? began, CancellationToken cancellationToken)
    {
        List<string> places = options.Shards.Count > 0 ? [.. options.Shards] : [options.ConnectionString];
        var snapshot = new PostgresSnapshot();
        var isTaken = false;
        try
        {
            foreach (var place in places)
            {
                snapshot._sources.Add(PostgresConnections.Build(options.ForMoves(place), PostgresProfile.Metadata, isAlone: places.Count == 1));
                snapshot._connections.Add(await snapshot._sources[^1].OpenConnectionAsync(cancellationToken));
            }

            await snapshot.BeginAsync(began, cancellationToken);
            isTaken = true;
            return snapshot;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            throw PostgresFault.ToFailure(exception);
        }
        finally
        {
            if (!isTaken)
            {
                await snapshot.DisposeAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }

        // A connection that is in a transaction is not one to use again.
        foreach (var source in _sources)
        {
            await source.DisposeAsync();
        }
    }

    private async Task BeginAsync(Func<ValueTask>? began, CancellationToken cancellationToken)
    {
        if (_connections.Count == 1)
        {
            await ExecuteAsync(_connections[0], BeginText, cancellationToken);
            return;
        }

        for (var attempt = 1; ; attempt++)
        {
            var locks = new List<NpgsqlConnection>();
            try
            {
                foreach (var source in _sources)
                {
                    locks.Add(await source.OpenConnectionAsync(cancellationToken));
                    await ExecuteAsync(locks[^1], "BEGIN", cancellationToken);
                    await ExecuteAsync(locks[^1], LockText, cancellationToken);
                }

                foreach (var connection in _connections)
                {
                    await ExecuteAsync(connection, BeginText, cancellationToken);
                    await (began?.Invoke() ?? ValueTask.CompletedTask);
                }

                return;
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable && attempt < Attempts)
            {
                // Slots are on their way, and whoever moves them waits for a lock of ours. Nobody has begun to look.
            }
            finally
            {
                foreach (var held in locks)
                {
                    await ReleaseAsync(held);
                }
            }
        }
    }

    private static async Task ReleaseAsync(NpgsqlConnection held)
    {
        await using (held)
        {
            await ExecuteAsync(held, "ROLLBACK", CancellationToken.None);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(text, connection);
        _ = await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
