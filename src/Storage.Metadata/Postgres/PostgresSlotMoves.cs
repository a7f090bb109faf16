using System.Globalization;
using FileStorage.Storage.Metadata.Database;
using Npgsql;
using NpgsqlTypes;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>
/// Carries slots from one database to another: the source gives them up, the target takes their rows and owns them in one transaction, and the
/// source deletes its copy. Between the first two nobody owns them. Wherever that ends, <see cref="FinishAsync"/> goes on, however often it is called
/// and by however many.
/// </summary>
/// <param name="sources">The databases, by their numbers.</param>
/// <param name="reached">Told of each step as it is reached; for tests.</param>
internal sealed class PostgresSlotMoves(IReadOnlyList<NpgsqlDataSource> sources, Func<PostgresMoveStep, ValueTask>? reached = null)
{
    // A lock that is not had soon would keep everybody behind it waiting. A move that hangs lets go.
    private const string LimitText = "SET LOCAL lock_timeout = '5s'; SET LOCAL idle_in_transaction_session_timeout = '60s'";

    private const string ListLeftText = "SELECT slot, target FROM public.shard_slots WHERE state = 3 ORDER BY target, slot";

    private const string ListKnownText = "SELECT slot, state FROM public.shard_slots WHERE slot = ANY($1)";

    // Everybody who writes holds the other side of this lock, and goes by the version.
    private const string ChangeMapText = "SELECT pg_advisory_xact_lock(1179866183, 1)";

    private const string NextVersionText = "UPDATE public.shard_place SET version = version + 1";

    private const string LeaveText = "UPDATE public.shard_slots SET state = 3, target = $2 WHERE state = 1 AND slot = ANY($1)";

    private const string HoldLeftText = "SELECT slot, state FROM public.shard_slots WHERE state = 3 AND target = $2 AND slot = ANY($1) ORDER BY slot FOR UPDATE";

    private const string ArriveAloneText = "SELECT pg_advisory_xact_lock(1179866183, 3)";

    private const string ArriveText = "INSERT INTO public.shard_slots(slot, state) SELECT slot, 1 FROM unnest($1) AS slot";

    private const string ForgetText = "DELETE FROM public.shard_slots WHERE state = 3 AND slot = ANY($1)";

    // Whoever indexes a drive swaps its row: nobody adds anything between the two.
    private const string HoldSearchText = "SELECT slot FROM search.drives WHERE public.slot_of_drive(drive) = ANY($1) FOR UPDATE";

    private const string ForgetSearchText = """
        WITH gone AS (DELETE FROM search.drives WHERE public.slot_of_drive(drive) = ANY($1) RETURNING slot),
            spellings AS (DELETE FROM search.spellings WHERE slot IN (SELECT slot FROM gone))
        DELETE FROM search.items WHERE slot IN (SELECT slot FROM gone)
        """;

    /// <summary>
    /// Has a database give up slots, so that nobody reads or writes them until <see cref="FinishAsync"/>. Those that it does not own are passed over.
    /// </summary>
    /// <exception cref="MetadataException">One of them is on its way already.</exception>
    public async Task LeaveAsync(int from, int to, int[] slots, CancellationToken cancellationToken)
    {
        // Who owns a slot is the only one who can have others learn of it: what is not known elsewhere now stays unknown until this is done.
        foreach (var number in Enumerable.Range(0, sources.Count).Where(number => number != from))
        {
            await using var other = await sources[number].OpenConnectionAsync(cancellationToken);
            if (await ListAsync(other, ListKnownText, [Numbers(slots)], cancellationToken) is [var known, ..])
            {
                throw new MetadataException($"PostgreSQL database {number} still has to do with slot {known.Slot}; finish what was begun first.");
            }
        }

        await using var source = await sources[from].OpenConnectionAsync(cancellationToken);
        await using var transaction = await source.BeginTransactionAsync(cancellationToken);
        await source.ExecuteAsync(LimitText, cancellationToken);
        await source.ExecuteAsync(ChangeMapText, cancellationToken);
        await source.ExecuteAsync(LeaveText, cancellationToken, Numbers(slots), new NpgsqlParameter { Value = to });
        await source.ExecuteAsync(NextVersionText, cancellationToken);
        await TellAsync(PostgresMoveStep.Leaving);
        await transaction.CommitAsync(cancellationToken);
        await TellAsync(PostgresMoveStep.Left);
    }

    /// <summary>Has every slot that has left a database arrive where it was to go. Safe to repeat.</summary>
    /// <returns>How many did.</returns>
    public async Task<int> FinishAsync(CancellationToken cancellationToken)
    {
        var finished = 0;
        for (var from = 0; from < sources.Count; from++)
        {
            foreach (var (target, slots) in await ListLeftAsync(from, cancellationToken))
            {
                if (target >= sources.Count)
                {
                    throw new MetadataException($"Slots are on their way to PostgreSQL database {target}, which is missing at the end of the list.");
                }

                finished += await CarryAsync(from, target, slots, cancellationToken);
            }
        }

        return finished;
    }

    // The rows of shard_slots stay locked at the source from before the target looks until the source has forgotten: two that carry the same slots
    // go one after the other, and the second finds them gone.
    private async Task<int> CarryAsync(int from, int target, int[] listed, CancellationToken cancellationToken)
    {
        await using var source = await sources[from].OpenConnectionAsync(cancellationToken);
        await using var transaction = await source.BeginTransactionAsync(cancellationToken);
        await source.ExecuteAsync(LimitText, cancellationToken);
        var held = await ListAsync(source, HoldLeftText, [Numbers(listed), new NpgsqlParameter { Value = target }], cancellationToken);
        if (held.Count == 0)
        {
            return 0;
        }

        int[] slots = [.. held.Select(static slot => slot.Slot)];
        await ArriveAsync(source, target, slots, cancellationToken);
        await TellAsync(PostgresMoveStep.Arrived);

        // Nobody owns anything else than before, so the version stays.
        foreach (var table in PostgresSlotTable.All)
        {
            await source.ExecuteAsync($"DELETE FROM public.{table.Name} WHERE {table.Slot} = ANY($1)", cancellationToken, Numbers(slots));
        }

        await source.ExecuteAsync(HoldSearchText, cancellationToken, Numbers(slots));
        await source.ExecuteAsync(ForgetSearchText, cancellationToken, Numbers(slots));
        await source.ExecuteAsync(ForgetText, cancellationToken, Numbers(slots));
        await TellAsync(PostgresMoveStep.Forgetting);
        await transaction.CommitAsync(cancellationToken);
        await TellAsync(PostgresMoveStep.Forgotten);
        return slots.Length;
    }

    private async Task ArriveAsync(NpgsqlConnection source, int number, int[] slots, CancellationToken cancellationToken)
    {
        await using var target = await sources[number].OpenConnectionAsync(cancellationToken);
        await using var transaction = await target.BeginTransactionAsync(cancellationToken);
        await target.ExecuteAsync(LimitText, cancellationToken);

        // One that lost the source's locks may still be about to commit here, and has this one then.
        await target.ExecuteAsync(ArriveAloneText, cancellationToken);
        var known = await ListAsync(target, ListKnownText, [Numbers(slots)], cancellationToken);
        if (known.Find(static slot => slot.State is PostgresSlotState.Left) is { State: PostgresSlotState.Left } left)
        {
            throw new MetadataException($"Slot {left.Slot} is on its way to PostgreSQL database {number} and away from it.");
        }

        // What has arrived is written there since, and is not to be sent again.
        int[] lacking = [.. slots.Except(known.Select(static slot => slot.Slot))];
        if (lacking.Length == 0)
        {
            return;
        }

        foreach (var table in PostgresSlotTable.All)
        {
            await CopyAsync(source, target, table, lacking, cancellationToken);
        }

        await TellAsync(PostgresMoveStep.Copied);
        await target.ExecuteAsync(ChangeMapText, cancellationToken);
        await target.ExecuteAsync(ArriveText, cancellationToken, Numbers(lacking));
        await target.ExecuteAsync(NextVersionText, cancellationToken);
        await TellAsync(PostgresMoveStep.Arriving);
        await transaction.CommitAsync(cancellationToken);
    }

    // The columns of a table are the same in all databases, and in the same order: all have taken the same steps.
    private static async Task CopyAsync(
        NpgsqlConnection source, NpgsqlConnection target, PostgresSlotTable table, int[] slots, CancellationToken cancellationToken)
    {
        var list = string.Join(',', slots.Select(static slot => slot.ToString(CultureInfo.InvariantCulture)));
        await using var rows = await source.BeginRawBinaryCopyAsync(
            $"COPY (SELECT * FROM public.{table.Name} WHERE {table.Slot} = ANY('{{{list}}}'::integer[])) TO STDOUT (FORMAT BINARY)", cancellationToken);
        await using var copy = await target.BeginRawBinaryCopyAsync($"COPY public.{table.Name} FROM STDIN (FORMAT BINARY)", cancellationToken);
        await rows.CopyToAsync(copy, cancellationToken);
    }

    private async Task<List<(int Target, int[] Slots)>> ListLeftAsync(int from, CancellationToken cancellationToken)
    {
        await using var connection = await sources[from].OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(ListLeftText, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var left = new List<(int Slot, int Target)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            left.Add((reader.GetInt32(0), reader.GetInt32(1)));
        }

        return [.. left.GroupBy(static slot => slot.Target, static slot => slot.Slot).Select(static slots => (slots.Key, slots.ToArray()))];
    }

    private static async Task<List<(int Slot, PostgresSlotState State)>> ListAsync(
        NpgsqlConnection connection, string text, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(text, connection);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var slots = new List<(int Slot, PostgresSlotState State)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            slots.Add((reader.GetInt32(0), (PostgresSlotState)reader.GetInt16(1)));
        }

        return slots;
    }

    private static NpgsqlParameter Numbers(int[] numbers) => new() { Value = numbers, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer };

    private async ValueTask TellAsync(PostgresMoveStep step)
    {
        if (reached is not null)
        {
            await reached(step);
        }
    }
}
