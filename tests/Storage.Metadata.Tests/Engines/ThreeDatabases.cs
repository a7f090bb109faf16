using FileStorage.Storage.Metadata.Postgres;
using FileStorage.Tests.Postgres;

namespace FileStorage.Tests.Storage.Metadata.Tests.Engines;

/// <summary>Three empty databases of a real PostgreSQL server that belong together.</summary>
internal sealed class ThreeDatabases : IDisposable
{
    private readonly TestDatabase[] _places = [TestDatabase.Rent(), TestDatabase.Rent(), TestDatabase.Rent()];

    public ThreeDatabases() => PostgresMigrator.MigrateAsync(Options, CancellationToken.None).GetAwaiter().GetResult();

    public IReadOnlyList<string> Names => [.. _places.Select(place => place.Name)];

    public PostgresMetadataOptions Options
    {
        get
        {
            var options = new PostgresMetadataOptions { WriteConnections = 2, ReadConnections = 3 };
            foreach (var place in _places)
            {
                options.Shards.Add(PostgresCluster.Shared.ConnectionTo(place.Name));
            }

            options.Complete();
            return options;
        }
    }

    public void Dispose()
    {
        foreach (var place in _places)
        {
            place.Dispose();
        }
    }
}
