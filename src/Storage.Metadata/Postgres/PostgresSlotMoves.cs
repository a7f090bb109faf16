using Npgsql;
using NpgsqlTypes;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>Carries slots from one database to another.</summary>
internal sealed class PostgresSlotMoves(IReadOnlyList<NpgsqlDataSource> sources)
{
    private const string ListLeftText = "SELECT slot, target FROM public.shard_slots WHERE state = 3 ORDER BY target, slot";

    // Everybody who writes holds the other side of this lock, and goes by the version.
    private const string ChangeMapText = "SELECT pg_advisory_xact_lock(1179866183, 1)";

    private const string NextVersionText = "UPDATE public.shard_place SET version = version + 1";

    private const string ArriveText =
        "INSERT INTO public.shard_slots(slot, state) SELECT slot, 1 FROM unnest($1) AS slot ON CONFLICT (slot) DO UPDATE SET state = 1, target = NULL";

    private const string ForgetText = "DELETE FROM public.shard_slots WHERE state = 3 AND slot = ANY($1)";

    /// <summary>Has every slot that has left a database arrive where it was to go. Safe to repeat.</summary>
    /// <returns>How many did.</returns>
    public async Task<int> FinishAsync(CancellationToken cancellationToken)
    {
        var finished = 0;
        foreach (var source in sources)
        {
            await using var from = await source.OpenConnectionAsync(cancellationToken);
            foreach (var (target, slots) in await ListLeftAsync(from, cancellationToken))
            {
                await using var to = await sources[target].OpenConnectionAsync(cancellationToken);
                await ChangeMapAsync(to, ArriveText, slots, cancellationToken);
                await ChangeMapAsync(from, ForgetText, slots, cancellationToken);
                finished += slots.Length;
            }
        }

        return finished;
    }

    private static async Task<List<(int Target, int[] Slots)>> ListLeftAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ListLeftText, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var left = new List<(int Slot, int Target)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            left.Add((reader.GetInt32(0), reader.GetInt32(1)));
        }

        return [.. left.GroupBy(static slot => slot.Target, static slot => slot.Slot).Select(static slots => (slots.Key, slots.ToArray()))];
    }

    private static async Task ChangeMapAsync(NpgsqlConnection connection, string text, int[] slots, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, ChangeMapText, cancellationToken);
        await ExecuteAsync(connection, text, cancellationToken, new NpgsqlParameter { Value = slots, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        await ExecuteAsync(connection, NextVersionText, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection connection, string text, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(text, connection);
        command.Parameters.AddRange(parameters);
        _ = await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
