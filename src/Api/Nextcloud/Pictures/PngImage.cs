using System.Buffers.Binary;
using System.IO.Compression;

namespace FileStorage.Api.Nextcloud.Pictures;

/// <summary>Writes a picture of two colours as PNG (RFC 2083), a byte a pixel.</summary>
internal static class PngImage
{
    private const int PaletteColour = 3;

    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static readonly uint[] Crcs = [.. Enumerable.Range(0, 256).Select(static index => CrcOf((uint)index))];

    /// <param name="size">Pixels, both ways.</param>
    /// <param name="back">The background, as 0xRRGGBB.</param>
    /// <param name="front">The foreground.</param>
    /// <param name="isFront">Which colour a pixel has, by its column and row.</param>
    public static byte[] Write(int size, int back, int front, Func<int, int, bool> isFront)
    {
        using var image = new MemoryStream();
        image.Write(Signature);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, size);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), size);
        (header[8], header[9]) = (8, PaletteColour);
        WriteChunk(image, "IHDR"u8, header);
        WriteChunk(image, "PLTE"u8, [.. Rgb(back), .. Rgb(front)]);
        WriteChunk(image, "IDAT"u8, Compress(size, isFront));
        WriteChunk(image, "IEND"u8, []);
        return image.ToArray();
    }

    private static byte[] Compress(int size, Func<int, int, bool> isFront)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            // Each row begins with its filter, which is none.
            var row = new byte[1 + size];
            for (var y = 0; y < size; y++)
            {
                for (var x = 0; x < size; x++)
                {
                    row[1 + x] = isFront(x, y) ? (byte)1 : (byte)0;
                }

                zlib.Write(row);
            }
        }

        return compressed.ToArray();
    }

    private static void WriteChunk(MemoryStream image, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        image.Write(number);
        image.Write(type);
        image.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        image.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
        {
            crc = Crcs[(byte)(crc ^ one)] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint CrcOf(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : 0xEDB88320 ^ (value >> 1);
        }

        return value;
    }

    private static byte[] Rgb(int colour) => [(byte)(colour >> 16), (byte)(colour >> 8), (byte)colour];
}
