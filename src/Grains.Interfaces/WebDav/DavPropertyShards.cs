using System.Globalization;

namespace FileStorage.Grains.Interfaces.WebDav;

/// <summary>
/// The dead properties of a drive lie in a fixed number of documents, by entry id: a listing asks a few of them, not one an entry, and a
/// change writes a small part.
/// </summary>
public static class DavPropertyShards
{
    public const int Count = 64;

    /// <summary>The shard of an entry.</summary>
    public static int Of(Guid entryId)
    {
        Span<byte> bytes = stackalloc byte[16];
        entryId.TryWriteBytes(bytes, bigEndian: true, out _);
        return bytes[15] % Count;
    }

    /// <summary>The key of a shard's grain.</summary>
    public static string KeyOf(Guid driveId, int shard) => string.Create(CultureInfo.InvariantCulture, $"{driveId:N}/{shard}");
}
