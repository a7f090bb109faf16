using System.IO.Compression;
using System.Text;

namespace FileStorage.Storage.Metadata.Search;

/// <summary>Texts as they lie in the index: compressed, since they are read only to show a piece of a hit.</summary>
internal static class PackedText
{
    public static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var compressing = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            compressing.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    public static string Unpack(byte[] packed)
    {
        using var reader = new StreamReader(new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
