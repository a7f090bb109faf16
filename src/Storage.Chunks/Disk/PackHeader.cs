using System.Buffers.Binary;

namespace FileStorage.Storage.Chunks.Disk;

/// <summary>The first 16 bytes of a pack: eight letters, and its number. For people and tools; reading a chunk does not need them.</summary>
internal static class PackHeader
{
    public const int Bytes = 16;

    public static byte[] Of(ulong number)
    {
        var header = new byte[Bytes];
        "FSPACK01"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(8), number);
        return header;
    }
}
