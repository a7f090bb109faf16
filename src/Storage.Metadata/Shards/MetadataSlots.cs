using System.Security.Cryptography;
using System.Text;
using FileStorage.Core.Chunks;

namespace FileStorage.Storage.Metadata.Shards;

/// <summary>
/// The slots into which all rows are cut; databases are given slots and not rows. How a row finds its slot never changes: the functions of the
/// PostgreSQL schema do the same.
/// </summary>
public static class MetadataSlots
{
    /// <summary>Twelve bits.</summary>
    public const int Count = 4096;

    /// <summary>The last bits of the id, which are random in every id of ours.</summary>
    public static int OfDrive(Guid driveId)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = driveId.TryWriteBytes(bytes, bigEndian: true, out _);
        return ((bytes[14] & 0x0F) << 8) | bytes[15];
    }

    /// <summary>The first bits of the id.</summary>
    public static int OfChunk(ChunkId chunkId) => chunkId.Prefix >> 4;

    /// <summary>The first bits of the SHA-256 of kind, a line feed, and key.</summary>
    public static int OfKey(string kind, string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{key}"), hash);
        return (hash[0] << 4) | (hash[1] >> 4);
    }
}
