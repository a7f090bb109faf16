using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Postgres;
using FileStorage.Tests.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace FileStorage.Tests.Storage.Metadata.Tests.Engines;

/// <summary>An empty, migrated database of a real PostgreSQL server.</summary>
public sealed class PostgresEngine : IEngine
{
    private readonly TestDatabase _place;
    private readonly PostgresMetadataDatabase _database;

    public PostgresEngine()
    {
        _place = TestDatabase.Rent();
        _database = PostgresMetadataDatabase.Open(Options, PostgresProfile.Metadata, TimeProvider.System, NullLogger.Instance);
    }

    public IMetadataDatabase Database => _database;

    internal PostgresMetadataDatabase Postgres => _database;

    internal PostgresMetadataOptions Options => new()
    {
        ConnectionString = PostgresCluster.Shared.ConnectionTo(_place.Name),
        WriteConnections = 2,
        ReadConnections = 3,
    };

    /// <summary>Carries out what is queued and closes the database; its rows stay until the engine is disposed.</summary>
    internal void Close() => _database.DisposeAsync().AsTask().GetAwaiter().GetResult();

    public void Dispose()
    {
        Close();
        _place.Dispose();
    }
}
