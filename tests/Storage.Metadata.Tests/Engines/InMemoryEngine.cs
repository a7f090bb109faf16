using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.InMemory;

namespace FileStorage.Tests.Storage.Metadata.Tests.Engines;

public sealed class InMemoryEngine : IEngine
{
    private readonly InMemoryMetadataDatabase _database = new();

    public IMetadataDatabase Database => _database;

    public void Dispose() => _database.Dispose();
}
