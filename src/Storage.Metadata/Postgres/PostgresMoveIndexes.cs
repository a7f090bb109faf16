using Npgsql;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>
/// Indexes by slot, so that the rows of a few slots are found without reading whole tables while somebody waits. They are made beside running
/// writes, and only for as long as slots move, since every write would pay for them.
/// </summary>
internal static class PostgresMoveIndexes
{
    public static async Task MakeAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        // One whose making was interrupted is there and of no use.
        await DropAsync(source, cancellationToken);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        foreach (var table in PostgresSlotTable.All)
        {
            await ExecuteAsync(connection, $"CREATE INDEX CONCURRENTLY {table.Index} ON public.{table.Name} ({table.Slot})", cancellationToken);

            // Without numbers about the slots the planner would not know what the index is good for.
            await ExecuteAsync(connection, $"ANALYZE public.{table.Name}", cancellationToken);
        }
    }

    public static async Task DropAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        foreach (var table in PostgresSlotTable.All)
        {
            await ExecuteAsync(connection, $"DROP INDEX CONCURRENTLY IF EXISTS public.{table.Index}", cancellationToken);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(text, connection) { CommandTimeout = 0 };
        _ = await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
