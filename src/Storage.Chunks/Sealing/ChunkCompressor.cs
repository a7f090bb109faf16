using System.IO.Compression;

namespace FileStorage.Storage.Chunks.Sealing;

/// <summary>Compresses what a cheap look says will shrink; docs/decisions/0002-compression.md has the measurements.</summary>
internal static class ChunkCompressor
{
    private const int Quality = 1;
    private const int WindowBits = 20;

    /// <summary>
    /// Compresses into <paramref name="destination"/>, which is as long as <paramref name="plain"/>, and returns the length; 0
    /// where the bytes are better stored as they are.
    /// </summary>
    public static int Compress(ReadOnlySpan<byte> plain, Span<byte> destination)
    {
        // Less than a sixteenth gained is not worth decompressing on every read.
        var worthwhile = plain.Length - (plain.Length / 16) - 1;
        if (!CompressionProbe.LooksCompressible(plain) || worthwhile < 1)
        {
            return 0;
        }

        return BrotliEncoder.TryCompress(plain, destination[..worthwhile], out var written, Quality, WindowBits) ? written : 0;
    }
}
