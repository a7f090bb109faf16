using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FileStorage.Api.WebDav.Properties;

/// <summary>
/// Ids of items as ownCloud's and Nextcloud's clients want them: decimal numbers. 63 bits of a hash of our id, so that they are never given twice.
/// </summary>
internal static class FileNumbers
{
    // Stands behind the number in oc:id, as the id of a server does there. Our numbers are unique without it.
    private const string Instance = "ocfilestorage";

    /// <summary>oc:fileid.</summary>
    public static long Of(Guid itemId)
    {
        Span<byte> bytes = stackalloc byte[16];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        itemId.TryWriteBytes(bytes, bigEndian: true, out _);
        SHA256.HashData(bytes, hash);
        return (long)(BinaryPrimitives.ReadUInt64BigEndian(hash) >> 1);
    }

    /// <summary>oc:id, and the header OC-FileId.</summary>
    public static string IdOf(Guid itemId) => Of(itemId).ToString("D19", System.Globalization.CultureInfo.InvariantCulture) + Instance;
}
