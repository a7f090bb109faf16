using FileStorage.Storage.Metadata.Database;
using Npgsql;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>A connection to each database that nobody shares: with it end its transaction and its locks.</summary>
internal sealed class PostgresSessions : IAsyncDisposable
{
    private readonly List<NpgsqlDataSource> _sources = [];
    private readonly List<NpgsqlConnection> _connections = [];

    private PostgresSessions()
    {
    }

    /// <summary>The connections, by the numbers of the databases.</summary>
    public IReadOnlyList<NpgsqlConnection> Connections => _connections;

    /// <param name="options">The databases.</param>
    /// <param name="isAlone">Whether one that is given alone must not be one of several.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MetadataException">One cannot be reached; none is left open.</exception>
    public static async Task<PostgresSessions> OpenAsync(PostgresMetadataOptions options, bool isAlone, CancellationToken cancellationToken)
    {
        var sessions = new PostgresSessions();
        var isOpen = false;
        try
        {
            var places = options.Places;
            foreach (var place in places)
            {
                sessions._sources.Add(PostgresConnections.Build(options.ForMoves(place), PostgresProfile.Metadata, isAlone && places.Count == 1));
                sessions._connections.Add(await sessions._sources[^1].OpenConnectionAsync(cancellationToken));
            }

            isOpen = true;
            return sessions;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            throw PostgresFault.ToFailure(exception);
        }
        finally
        {
            if (!isOpen)
            {
                await sessions.DisposeAsync();
            }
        }
    }

    /// <summary>Connects to a database again where the connection to it is lost; true where that was so, and its locks went with it.</summary>
    public async Task<bool> RenewLostAsync(int number, CancellationToken cancellationToken)
    {
        try
        {
            await _connections[number].ExecuteAsync("SELECT 1", cancellationToken);
            return false;
        }
        catch (Exception exception) when (_connections[number].IsToBlameFor(exception))
        {
            await _connections[number].DisposeAsync();
            _connections[number] = await _sources[number].OpenConnectionAsync(cancellationToken);
            return true;
        }
    }

    /// <summary>Whether an exception comes of one of the connections, or of a server behind them, and not of a mistake of ours.</summary>
    public bool AreToBlameFor(Exception exception) => _connections.Any(connection => connection.IsToBlameFor(exception));

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Task.WhenAll(_connections.Select(static connection => connection.DisposeAsync().AsTask()));
        }
        finally
        {
            await Task.WhenAll(_sources.Select(static source => source.DisposeAsync().AsTask()));
        }
    }
}
