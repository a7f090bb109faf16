using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FileStorage.Core.Identity;

/// <summary>
/// Ids that follow from what they are made for: the same question gives the same id, so that a repeated command makes nothing
/// twice. In the form of version 7 (RFC 9562), so that they sort by time and fill a B-tree in order.
/// </summary>
public static class DerivedId
{
    private const int MillisecondBytes = 6;

    /// <summary>The id number <paramref name="index"/> of a command or account, made at a time.</summary>
    public static Guid Of(DateTimeOffset at, Guid origin, int index)
    {
        Span<byte> source = stackalloc byte[16 + sizeof(int)];
        origin.TryWriteBytes(source, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(source[16..], index);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(source, hash);

        Span<byte> time = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(time, at.ToUnixTimeMilliseconds());
        var id = hash[..16];
        time[^MillisecondBytes..].CopyTo(id);
        id[6] = (byte)(0x70 | (id[6] & 0x0F));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return new Guid(id, bigEndian: true);
    }
}
