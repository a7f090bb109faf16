using FileStorage.Core.Chunks;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Shards;

/// <summary>Everything in one database.</summary>
public sealed class SingleShard(IMetadataDatabase database) : IMetadataShards
{
    private readonly MetadataShard[] _all = [new MetadataShard(database, Owned: null)];

    public IMetadataDatabase Database => database;

    public IMetadataDatabase OfDrive(Guid driveId) => database;

    public IMetadataDatabase OfChunk(ChunkId chunkId) => database;

    public IMetadataDatabase OfKey(string kind, string key) => database;

    public bool AreTogether(Guid driveId, ChunkId chunkId) => true;

    public ValueTask<T> AskAllAsync<T>(Func<IReadOnlyList<MetadataShard>, ValueTask<T>> ask, CancellationToken cancellationToken) => ask(_all);
}
