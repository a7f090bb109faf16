using System.IO.Compression;

namespace FileStorage.Storage.Chunks.Sealing;

/// <summary>Compresses what a cheap look says will shrink; docs/decisions/0002-compression.md has the measurements.</summary>
internal static class ChunkCompressor
{
    // Above this many bits a byte there is next to nothing to gain: media, archives, encrypted files.
    private const float IncompressibleBits = 7.9f;

    // Below this many bits it is text or a sparse binary, where the better quality gains more than in dense programs. It gains
    // nothing on short chunks, of which there are many a second.
    private const float StructuredBits = 6.0f;

    private const int BetterQualityFromBytes = 32 * 1024;

    private const int FastQuality = 0;
    private const int BetterQuality = 1;
    private const int WindowBits = 20;

    // Setting up the encoder costs more than so few bytes can give back.
    private const int MinBytes = 128;

    /// <summary>
    /// Compresses into <paramref name="destination"/>, which is as long as <paramref name="plain"/>, and returns the length; 0
    /// where the bytes are better stored as they are.
    /// </summary>
    public static int Compress(ReadOnlySpan<byte> plain, Span<byte> destination)
    {
        if (plain.Length < MinBytes)
        {
            return 0;
        }

        var entropy = CompressionProbe.EntropyBits(plain);
        var better = entropy < StructuredBits && plain.Length >= BetterQualityFromBytes;
        return entropy > IncompressibleBits ? 0 : Compress(plain, destination, better ? BetterQuality : FastQuality);
    }

    /// <inheritdoc cref="Compress(ReadOnlySpan{byte}, Span{byte})"/>
    internal static int Compress(ReadOnlySpan<byte> plain, Span<byte> destination, int quality)
    {
        // Less than a sixteenth gained is not worth decompressing on every read.
        var worthwhile = plain.Length - (plain.Length / 16);
        return BrotliEncoder.TryCompress(plain, destination[..worthwhile], out var written, quality, WindowBits) ? written : 0;
    }
}
