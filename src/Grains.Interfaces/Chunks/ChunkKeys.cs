using FileStorage.Core.Chunks;

namespace FileStorage.Grains.Interfaces.Chunks;

/// <summary>Keys of the grains of chunks.</summary>
public static class ChunkKeys
{
    /// <summary>How many shard grains spread the batches of a commit over the cluster.</summary>
    public const int Shards = 64;

    // Some grain storage treats keys that look like hexadecimal numbers as numbers, so no key of ours looks like one.
    private const string Prefix = "chunk-";

    /// <summary>The key of a chunk's grain.</summary>
    public static string Of(ChunkId id) => Prefix + id;

    /// <summary>The chunk of a grain's key.</summary>
    /// <exception cref="FormatException">Not a key made by <see cref="Of"/>.</exception>
    public static ChunkId Parse(string key) =>
        key.StartsWith(Prefix, StringComparison.Ordinal)
            ? ChunkId.Parse(key.AsSpan(Prefix.Length), provider: null)
            : throw new FormatException($"\"{key}\" is not the key of a chunk grain.");

    /// <summary>The shard of a chunk, 0 to <see cref="Shards"/> - 1.</summary>
    public static int ShardOf(ChunkId id) => id.Prefix % Shards;
}
