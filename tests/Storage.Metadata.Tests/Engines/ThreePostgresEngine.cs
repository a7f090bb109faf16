using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Postgres;
using FileStorage.Storage.Metadata.Shards;
using Microsoft.Extensions.Logging.Abstractions;

namespace FileStorage.Tests.Storage.Metadata.Tests.Engines;

/// <summary>Three databases of a real PostgreSQL server over which the rows are spread.</summary>
public sealed class ThreePostgresEngine : IEngine
{
    private readonly ThreeDatabases _places = new();
    private readonly PostgresShards _shards;

    public ThreePostgresEngine()
    {
        _shards = PostgresShards.Open(_places.Options, TimeProvider.System, NullLogger.Instance);
        _ = _shards.AskAllAsync(static all => ValueTask.FromResult(all.Count), CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }

    public IMetadataDatabase Database => _shards.OfKey("", "");

    public IMetadataShards Shards => _shards;

    internal PostgresShards Postgres => _shards;

    internal IReadOnlyList<string> Names => _places.Names;

    internal PostgresMetadataOptions Options => _places.Options;

    public void Dispose()
    {
        _shards.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _places.Dispose();
    }
}
