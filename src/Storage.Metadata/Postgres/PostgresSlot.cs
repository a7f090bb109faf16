using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>The database of one slot, whichever that is at the time.</summary>
internal sealed class PostgresSlot(PostgresShards shards, int slot) : IMetadataDatabase
{
    public SqlDialect Dialect => SqlDialect.Postgres;

    public ValueTask<WriteOutcome> WriteAsync(MetadataWrite write, CancellationToken cancellationToken) =>
        shards.AskHomeAsync(slot, home => home.WriteAsync(write, cancellationToken), cancellationToken);

    public async ValueTask<StartedWrite> StartAsync(MetadataWrite write, CancellationToken cancellationToken)
    {
        var started = await shards.AskHomeAsync(slot, home => home.StartAsync(write, cancellationToken), cancellationToken);
        return new StartedWrite(FollowAsync(started, write));
    }

    public ValueTask<List<T>> QueryAsync<T>(SqlStatement query, Func<SqlRow, T> map, CancellationToken cancellationToken) =>
        shards.AskHomeAsync(slot, home => home.QueryAsync(query, map, cancellationToken), cancellationToken);

    public ValueTask<T?> QueryFirstAsync<T>(SqlStatement query, Func<SqlRow, T> map, CancellationToken cancellationToken) =>
        shards.AskHomeAsync(slot, home => home.QueryFirstAsync(query, map, cancellationToken), cancellationToken);

    public ValueTask<List<string>> CheckIntegrityAsync(CancellationToken cancellationToken) =>
        shards.AskHomeAsync(slot, home => home.CheckIntegrityAsync(cancellationToken), cancellationToken);

    // Its place in the order is lost with the move; what depends on it expects its rows, and is told of a conflict if it came first.
    private async ValueTask<WriteOutcome> FollowAsync(StartedWrite started, MetadataWrite write)
    {
        try
        {
            return await started.Outcome;
        }
        catch (MapChangedException)
        {
            return await WriteAsync(write, CancellationToken.None);
        }
    }
}
