using System.Collections;
using FileStorage.Core.Chunks;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Shards;

/// <summary>One of all databases. While rows move, one may hold some that are another's: these are not to be counted.</summary>
/// <param name="Database">The database.</param>
/// <param name="Owned">Its slots; null: all.</param>
public sealed record MetadataShard(IMetadataDatabase Database, BitArray? Owned)
{
    public bool HasDrive(Guid driveId) => Owned is null || Owned[MetadataSlots.OfDrive(driveId)];

    public bool HasChunk(ChunkId chunkId) => Owned is null || Owned[MetadataSlots.OfChunk(chunkId)];

    public bool HasKey(string kind, string key) => Owned is null || Owned[MetadataSlots.OfKey(kind, key)];
}
