using System.Buffers.Binary;
using System.Security.Cryptography;
using FileStorage.Grains.Interfaces.Sharing;

namespace FileStorage.Api.Nextcloud.Sharing;

/// <summary>Ids of shares as clients want them: decimal numbers. 63 bits of a hash of what was granted on what to whom.</summary>
internal static class ShareNumbers
{
    // Beside the kinds of grantees.
    private const byte Received = 255;

    /// <summary>A grant, for those who may change it.</summary>
    public static long Of(EntryGrant grant) => Of(grant.EntryId, (byte)grant.Grantee.Kind, grant.Grantee.Id);

    /// <summary>What somebody received, for them; by how many grants does not matter.</summary>
    public static long OfReceived(Guid entryId, Guid userId) => Of(entryId, Received, userId);

    private static long Of(Guid entryId, byte kind, Guid granteeId)
    {
        Span<byte> bytes = stackalloc byte[33];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        entryId.TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[16] = kind;
        granteeId.TryWriteBytes(bytes[17..], bigEndian: true, out _);
        SHA256.HashData(bytes, hash);
        return (long)(BinaryPrimitives.ReadUInt64BigEndian(hash) >> 1);
    }
}
