using FileStorage.Storage.Metadata.Database;
using Microsoft.Extensions.Logging;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>
/// The metadata in PostgreSQL: a few lanes, each with a transaction at a time that takes all that waits in it, and a bounded number of queries.
/// </summary>
internal sealed class PostgresMetadataDatabase : IMetadataDatabase, IAsyncDisposable
{
    /// <summary>Several times as long as the statements of a full commit take.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMilliseconds(50);

    private readonly PostgresConnections _connections;
    private readonly PostgresReaders _readers;
    private readonly PostgresLookups _lookups;
    private readonly PostgresLane[] _lanes;
    private readonly PostgresTurn _turn;
    private int _next;

    private PostgresMetadataDatabase(
        PostgresConnections connections,
        PostgresMetadataOptions options,
        PostgresFence? fence,
        WriteMeter meter,
        TimeProvider clock,
        ILogger logger)
    {
        _connections = connections;
        var patience = new PostgresPatience(TimeSpan.FromSeconds(options.RetrySeconds), clock);

        // Most queries are lookups, and a few connections carry all of them: the fewer, the more go together.
        var lookups = Math.Max(1, options.ReadConnections / 8);
        _readers = new PostgresReaders(connections, patience, Math.Max(1, options.ReadConnections - lookups));
        _lookups = new PostgresLookups(connections, _readers, patience, lookups);
        _turn = new PostgresTurn(options.WriteConnections, LongestTurn);
        _lanes = [.. Enumerable.Range(0, options.WriteConnections).Select(_ => new PostgresLane(connections, patience, options, fence, _turn, meter, logger))];
    }

    public SqlDialect Dialect => SqlDialect.Postgres;

    internal IReadOnlyList<PostgresLane> Lanes => _lanes;

    /// <summary>
    /// Connects, and checks that the server keeps what it answers and that the schema is the one of this program. As long as it is open, the
    /// database cannot become one of several.
    /// </summary>
    /// <exception cref="SchemaTooNewException">A newer program migrated it.</exception>
    /// <exception cref="MetadataException">It cannot be used for another reason, which the message says.</exception>
    public static PostgresMetadataDatabase Open(
        PostgresMetadataOptions options, PostgresProfile profile, TimeProvider clock, ILogger logger)
    {
        var connections = PostgresConnections.OpenAll([options], profile, isAlone: true);
        return new PostgresMetadataDatabase(connections[0], options, fence: null, new WriteMeter(profile.Name), clock, logger);
    }

    /// <summary>One of several, over connections that were checked.</summary>
    /// <param name="connections">The connections, which this one's end closes.</param>
    /// <param name="options">The limits.</param>
    /// <param name="profile">Which of its tables.</param>
    /// <param name="fence">The version of the map by which rows are sought here; null where they are derived, and nothing depends on it.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">The log.</param>
    public static PostgresMetadataDatabase Over(
        PostgresConnections connections,
        PostgresMetadataOptions options,
        PostgresProfile profile,
        PostgresFence? fence,
        TimeProvider clock,
        ILogger logger) => new(connections, options, fence, new WriteMeter(profile.Name), clock, logger);

    public async ValueTask<WriteOutcome> WriteAsync(MetadataWrite write, CancellationToken cancellationToken)
    {
        var started = await StartAsync(write, cancellationToken);
        return await started.Outcome;
    }

    public ValueTask<StartedWrite> StartAsync(MetadataWrite write, CancellationToken cancellationToken) =>
        LaneOf(write).StartAsync(write, cancellationToken);

    public ValueTask<List<T>> QueryAsync<T>(SqlStatement query, Func<SqlRow, T> map, CancellationToken cancellationToken) =>
        QueryAsync(query, map, mapVersion: null, cancellationToken);

    public ValueTask<T?> QueryFirstAsync<T>(SqlStatement query, Func<SqlRow, T> map, CancellationToken cancellationToken) =>
        QueryFirstAsync(query, map, mapVersion: null, cancellationToken);

    /// <summary>As without a version of the map; with one, what is answered is what rows there are by that version.</summary>
    /// <exception cref="MapChangedException">The database has another version.</exception>
    public ValueTask<List<T>> QueryAsync<T>(
        SqlStatement query, Func<SqlRow, T> map, long? mapVersion, CancellationToken cancellationToken) =>
        _readers.QueryAsync(query, map, onlyFirst: false, mapVersion, cancellationToken);

    /// <inheritdoc cref="QueryAsync{T}(SqlStatement, Func{SqlRow, T}, long?, CancellationToken)"/>
    public async ValueTask<T?> QueryFirstAsync<T>(
        SqlStatement query, Func<SqlRow, T> map, long? mapVersion, CancellationToken cancellationToken)
    {
        if (query.IsLookup)
        {
            return await _lookups.FindAsync(query, map, mapVersion, cancellationToken);
        }

        return await _readers.QueryAsync(query, map, onlyFirst: true, mapVersion, cancellationToken) is [var first] ? first : default;
    }

    public ValueTask<List<string>> CheckIntegrityAsync(CancellationToken cancellationToken) =>
        PostgresIntegrity.CheckAsync(this, cancellationToken);

    /// <summary>Carries out what is queued and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes)
        {
            await lane.CloseAsync();
        }

        await _lookups.CloseAsync();
        _readers.Dispose();
        _turn.Dispose();
        await _connections.DisposeAsync();
    }

    /// <summary>The lane of everything that keeps its order by this id.</summary>
    internal PostgresLane LaneOf(Guid id) => LaneOf(id.GetHashCode());

    private PostgresLane LaneOf(MetadataWrite write) => write.Lane is { } id ? LaneOf(id) : LaneOf(Interlocked.Increment(ref _next));

    private PostgresLane LaneOf(int number) => _lanes[(int)((uint)number % (uint)_lanes.Length)];
}
