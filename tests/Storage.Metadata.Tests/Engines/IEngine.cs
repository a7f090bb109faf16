using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Shards;

namespace FileStorage.Tests.Storage.Metadata.Tests.Engines;

/// <summary>A fresh, empty database of one engine, or several that are one service's, for one test.</summary>
public interface IEngine : IDisposable
{
    /// <summary>The database; of several, any.</summary>
    IMetadataDatabase Database { get; }

    IMetadataShards Shards => new SingleShard(Database);
}
