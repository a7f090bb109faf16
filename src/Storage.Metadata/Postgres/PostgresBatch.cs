using FileStorage.Storage.Metadata.Database;
using Npgsql;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>
/// Applies many writes in one transaction, each wholly or not at all.
///
/// All statements go to the server in one message, those for single rows as one for many rows where they can (<see cref="PostgresWeave"/>), and are
/// counted when they come back; then the transaction is committed. Where one write does not stand, the transaction is undone and run again in
/// halves, each behind a savepoint, until only those that do not stand are left out.
/// </summary>
internal sealed class PostgresBatch(PostgresConnections connections)
{
    private const string Savepoint = "SAVEPOINT part";
    private const string UndoPart = "ROLLBACK TO SAVEPOINT part";
    private const string HoldMap = "SELECT public.hold_map($1)";

    private long _repeated;

    /// <summary>Batches that had to be run again in halves.</summary>
    public long Repeated => Interlocked.Read(ref _repeated);

    /// <summary>
    /// Runs and commits the writes; verdict i says what became of write i. An exception holds for all of them, and but for
    /// <see cref="WriteOutcomeUnknownException"/> nothing was applied then.
    /// </summary>
    /// <param name="writes">The writes.</param>
    /// <param name="mapVersion">Of several databases: the version of the map that must be this one's until the end of the transaction.</param>
    /// <param name="turn">Given to the next when there is nothing left to do but the commit.</param>
    public async Task<WriteVerdict[]> RunAsync(IReadOnlyList<MetadataWrite> writes, long? mapVersion, PostgresTurn.Held turn)
    {
        var verdicts = new WriteVerdict[writes.Count];
        await using var connection = await connections.OpenAsync(CancellationToken.None);
        var all = await ApplyAsync(connection, Opening(mapVersion), writes, 0, writes.Count);
        if (!all.Stands)
        {
            await ExecuteAsync(connection, "ROLLBACK");
            if (writes.Count == 1)
            {
                verdicts[0] = all;
                return verdicts;
            }

            Interlocked.Increment(ref _repeated);
            await BeginAsync(connection, mapVersion);
            await ApplyHalvesAsync(connection, writes, verdicts, 0, writes.Count);
        }

        turn.Dispose();
        await CommitAsync(connection);
        return verdicts;
    }

    private static NpgsqlBatchCommand[] Opening(long? mapVersion)
    {
        if (mapVersion is not { } version)
        {
            return [new NpgsqlBatchCommand("BEGIN")];
        }

        var hold = new NpgsqlBatchCommand(HoldMap);
        hold.Parameters.Add(new NpgsqlParameter<long> { TypedValue = version });
        return [new NpgsqlBatchCommand("BEGIN"), hold];
    }

    private static async Task BeginAsync(NpgsqlConnection connection, long? mapVersion)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in Opening(mapVersion))
        {
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private static async Task CommitAsync(NpgsqlConnection connection)
    {
        try
        {
            await ExecuteAsync(connection, "COMMIT");
        }
        catch (Exception exception) when (PostgresFault.MayPass(exception) && !PostgresFault.IsUndone(exception))
        {
            throw new WriteOutcomeUnknownException("The connection was lost while a transaction was being committed.", exception);
        }
    }

    private static async Task ApplyHalvesAsync(
        NpgsqlConnection connection, IReadOnlyList<MetadataWrite> writes, WriteVerdict[] verdicts, int first, int count)
    {
        var half = (count + 1) / 2;
        await ApplyPartAsync(connection, writes, verdicts, first, half);
        await ApplyPartAsync(connection, writes, verdicts, first + half, count - half);
    }

    private static async Task ApplyPartAsync(
        NpgsqlConnection connection, IReadOnlyList<MetadataWrite> writes, WriteVerdict[] verdicts, int first, int count)
    {
        await ExecuteAsync(connection, Savepoint);
        var verdict = await ApplyAsync(connection, [], writes, first, count);
        if (verdict.Stands)
        {
            return;
        }

        // The savepoint was set by itself: a part that failed before it was sent must not undo the part before it.
        await ExecuteAsync(connection, UndoPart);
        if (count == 1)
        {
            verdicts[first] = verdict;
        }
        else
        {
            await ApplyHalvesAsync(connection, writes, verdicts, first, count);
        }
    }

    /// <summary>Runs a part of the writes; unless all of them stand, what one of them met.</summary>
    private static async Task<WriteVerdict> ApplyAsync(
        NpgsqlConnection connection, NpgsqlBatchCommand[] opening, IReadOnlyList<MetadataWrite> writes, int first, int count)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in opening)
        {
            batch.BatchCommands.Add(command);
        }

        var offset = batch.BatchCommands.Count;
        var commands = PostgresWeave.Of(writes, first, count);
        try
        {
            foreach (var command in commands)
            {
                batch.BatchCommands.Add(Bind(command));
            }

            if (batch.BatchCommands.Count > 0)
            {
                await batch.ExecuteNonQueryAsync(CancellationToken.None);
            }
        }
        catch (Exception exception) when (PostgresFault.IsConflict(exception))
        {
            return WriteVerdict.Conflict;
        }
        catch (Exception exception) when (exception is MetadataException || (exception is PostgresException && !PostgresFault.MayPass(exception) && !PostgresFault.IsOldMap(exception)))
        {
            return new WriteVerdict(WriteOutcome.Conflict, PostgresFault.ToFailure(exception));
        }

        for (var index = 0; index < commands.Count; index++)
        {
            if (commands[index].Expected is { } expected && batch.BatchCommands[index + offset].RecordsAffected != expected)
            {
                return WriteVerdict.Conflict;
            }
        }

        return WriteVerdict.Committed;
    }

    private static NpgsqlBatchCommand Bind(PostgresCommand command)
    {
        var first = command.Rows[0];
        var bound = new NpgsqlBatchCommand(PostgresText.Translate(command.HasMany ? first.Many! : first.Text));
        if (command.HasMany)
        {
            PostgresParameters.AddArrays(bound.Parameters, command.Rows);
        }
        else
        {
            PostgresParameters.Add(bound.Parameters, first.Parameters);
        }

        return bound;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string text)
    {
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
