using FileStorage.Storage.Metadata.Database;
using Npgsql;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>
/// A transaction in each database that sees the same moment. Whoever writes to one of several databases holds a lock of it in every transaction
/// (docs/decisions/0021-shards.md): while all of them are locked nothing is being written anywhere, and what the transactions begin to see then is what a
/// crash of everything at once would have left. One database alone needs no lock.
/// </summary>
/// <remarks>
/// The connection that sees is the one that held the lock. It proves that when it gives the lock back: a server that went away in between, or another
/// one that took its place, has no such lock.
/// </remarks>
internal static class PostgresSnapshot
{
    private const int Attempts = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private const string StandbyText = "SELECT pg_is_in_recovery()";

    private const string LockText = "SET lock_timeout = '5s'; SELECT pg_advisory_lock(1179866183, 1)";

    private const string UnlockText = "SELECT pg_advisory_unlock(1179866183, 1)";

    // The first question fixes what the transaction sees. Nobody waits for it, so that it may take its time.
    private const string BeginText = """
        BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
        SET LOCAL idle_in_transaction_session_timeout = 0;
        SET LOCAL lock_timeout = 0;
        SELECT count(*) FROM public.filestorage_schema
        """;

    /// <summary>A connection to each database, in its transaction.</summary>
    /// <param name="options">The databases.</param>
    /// <param name="began">Told of each database whose transaction sees its moment; for tests.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MetadataException">One cannot be reached, or is busy for too long with the move of slots.</exception>
    public static async Task<PostgresSessions> TakeAsync(PostgresMetadataOptions options, Func<ValueTask>? began, CancellationToken cancellationToken)
    {
        var sessions = await PostgresSessions.OpenAsync(options, isAlone: true, cancellationToken);
        var isTaken = false;
        try
        {
            await BeginAsync(sessions.Connections, began, cancellationToken);
            isTaken = true;
            return sessions;
        }
        catch (Exception exception) when (sessions.AreToBlameFor(exception))
        {
            throw PostgresFault.ToFailure(exception);
        }
        finally
        {
            if (!isTaken)
            {
                await sessions.DisposeAsync();
            }
        }
    }

    private static async Task BeginAsync(IReadOnlyList<NpgsqlConnection> connections, Func<ValueTask>? began, CancellationToken cancellationToken)
    {
        if (connections.Count == 1)
        {
            await connections[0].ExecuteAsync(BeginText, cancellationToken);
            return;
        }

        await LockAsync(connections, cancellationToken);
        foreach (var connection in connections)
        {
            await connection.ExecuteAsync(BeginText, cancellationToken);
            await (began?.Invoke() ?? ValueTask.CompletedTask);
        }

        var were = await Task.WhenAll(connections.Select(connection => connection.AskAsync(UnlockText, cancellationToken)));
        if (were.Any(static was => was is not true))
        {
            throw new MetadataUnavailableException("A PostgreSQL database lost the lock of the backup while it began; make it again.");
        }
    }

    private static async Task LockAsync(IReadOnlyList<NpgsqlConnection> connections, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var locked = 0;
            try
            {
                foreach (var connection in connections)
                {
                    if (await connection.AskAsync(StandbyText, cancellationToken) is true)
                    {
                        throw new MetadataUnavailableException("A PostgreSQL database takes no writes at the moment: a standby answers for it.");
                    }

                    await connection.ExecuteAsync(LockText, cancellationToken);
                    locked++;
                }

                return;
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable && attempt < Attempts)
            {
                // Slots are on their way, and whoever moves them waits for a lock of ours.
                foreach (var connection in connections.Take(locked))
                {
                    await connection.ExecuteAsync(UnlockText, cancellationToken);
                }
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }
}
