using System.Text;

namespace FileStorage.Grains.Files;

/// <summary>
/// Where a new file is to appear: the payload of an inbox row. 16 bytes of parent id, then the name in UTF-8. The rest of what the
/// drive needs stands in the version.
/// </summary>
internal readonly record struct FilePlace(Guid ParentId, string Name)
{
    private const int IdBytes = 16;

    public byte[] ToBytes()
    {
        var bytes = new byte[IdBytes + Encoding.UTF8.GetByteCount(Name)];
        ParentId.TryWriteBytes(bytes, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(Name, bytes.AsSpan(IdBytes));
        return bytes;
    }

    /// <exception cref="FormatException">Too short.</exception>
    public static FilePlace Parse(ReadOnlySpan<byte> bytes) => bytes.Length < IdBytes
        ? throw new FormatException($"An inbox payload of {bytes.Length} bytes cannot be read.")
        : new FilePlace(new Guid(bytes[..IdBytes], bigEndian: true), Encoding.UTF8.GetString(bytes[IdBytes..]));
}
