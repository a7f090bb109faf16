using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace FileStorage.Core.Chunks;

/// <summary>
/// Where one stored copy of a chunk lies. Unique for ever: storing the same chunk again gives another location, so that
/// deleting an old copy can never hit a new one. Only the store that made it looks inside; everyone else keeps the binary form.
/// </summary>
public readonly record struct ChunkLocation
{
    /// <summary>Length of the binary form.</summary>
    public const int Bytes = 24;

    public ChunkLocation(ChunkStoreKind kind, byte format, uint storedBytes, ulong container, ulong position)
    {
        Kind = kind;
        Format = format;
        StoredBytes = storedBytes;
        Container = container;
        Position = position;
    }

    public ChunkStoreKind Kind { get; }

    /// <summary>What the store needs to know before it reads, for instance the codec.</summary>
    public byte Format { get; }

    /// <summary>Bytes that this copy takes up, with everything the store adds to it.</summary>
    public uint StoredBytes { get; }

    /// <summary>For the disk store the number of the pack; for an object store the first half of the object's name.</summary>
    public ulong Container { get; }

    /// <summary>For the disk store the offset in the pack; for an object store the second half of the object's name.</summary>
    public ulong Position { get; }

    /// <summary>Writes the binary form: kind, format, two zero bytes, stored bytes, container, position; little-endian.</summary>
    public void CopyTo(Span<byte> destination)
    {
        destination[0] = (byte)Kind;
        destination[1] = Format;
        destination[2] = 0;
        destination[3] = 0;
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], StoredBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], Container);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], Position);
    }

    /// <summary>The binary form, 24 bytes.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[Bytes];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Reads the binary form.</summary>
    /// <exception cref="FormatException">The bytes are no location.</exception>
    public static ChunkLocation FromBytes(ReadOnlySpan<byte> bytes) =>
        TryFromBytes(bytes, out var location) ? location : throw new FormatException("These bytes are not the location of a chunk.");

    public static bool TryFromBytes(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ChunkLocation location)
    {
        location = default;
        if (bytes.Length != Bytes || bytes[0] is 0 or > (byte)ChunkStoreKind.S3 || bytes[2] != 0 || bytes[3] != 0)
        {
            return false;
        }

        location = new ChunkLocation(
            (ChunkStoreKind)bytes[0],
            bytes[1],
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));
        return true;
    }

    public override string ToString() => $"{Kind}:{Container}+{Position}({StoredBytes})";
}
