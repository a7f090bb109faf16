using FileStorage.Storage.Metadata.Postgres;
using FileStorage.Storage.Metadata.Search;
using FileStorage.Tests.Storage.Metadata.Tests.Engines;
using Microsoft.Extensions.Logging.Abstractions;

namespace FileStorage.Tests.Storage.Metadata.Tests.Search;

public sealed class ThreePostgresSearchEngine : ISearchEngine
{
    private const int Searches = 2;

    private readonly ThreePostgresEngine _metadata = new();
    private readonly PostgresSearchShards _databases;

    public ThreePostgresSearchEngine() => _databases = PostgresSearchShards.Open(
        _metadata.Postgres, _metadata.Options, Searches, TimeProvider.System, NullLogger.Instance);

    public ISearchIndex Index => new SqlSearchIndex(_databases, new PostgresSearchDialect());

    public void Dispose()
    {
        _databases.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _metadata.Dispose();
    }
}
