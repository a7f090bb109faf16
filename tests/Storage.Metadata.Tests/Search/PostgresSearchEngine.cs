using FileStorage.Storage.Metadata.Postgres;
using FileStorage.Storage.Metadata.Search;
using FileStorage.Storage.Metadata.Shards;
using FileStorage.Tests.Postgres;
using FileStorage.Tests.Storage.Metadata.Tests.Engines;
using Microsoft.Extensions.Logging.Abstractions;

namespace FileStorage.Tests.Storage.Metadata.Tests.Search;

public sealed class PostgresSearchEngine : ISearchEngine
{
    private const int Searches = 2;

    private readonly TestDatabase _place = TestDatabase.Rent();
    private readonly PostgresMetadataDatabase _database;

    public PostgresSearchEngine() => _database = PostgresMetadataDatabase.Open(
        new PostgresMetadataOptions().ForSearch(Searches, PostgresCluster.Shared.ConnectionTo(_place.Name)),
        PostgresProfile.Search,
        TimeProvider.System,
        NullLogger.Instance);

    public ISearchIndex Index => new SqlSearchIndex(new SingleShard(_database), new PostgresSearchDialect());

    public void Dispose()
    {
        _database.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _place.Dispose();
    }
}
