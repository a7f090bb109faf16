using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FileStorage.Storage.Chunks.Sealing;

/// <summary>
/// Tells from at most 2 KiB of samples how well bytes are likely to shrink: the entropy of single bytes. It overlooks bytes that
/// are evenly spread and still repeat, which in practice are duplicates, and those the chunker has already found.
/// </summary>
internal static class CompressionProbe
{
    private const int Blocks = 16;
    private const int BlockBytes = 128;
    private const int SampledBytes = Blocks * BlockBytes;

    // n * log2(n), for the counts that can occur.
    private static readonly float[] CountTimesLog = [.. Enumerable.Range(0, SampledBytes + 1).Select(n => n == 0 ? 0 : n * MathF.Log2(n))];

    /// <summary>Bits of entropy per byte of the samples, 0 to 8. Corrected for their small number (Miller and Madow, 1955).</summary>
    public static float EntropyBits(ReadOnlySpan<byte> plain)
    {
        if (plain.IsEmpty)
        {
            return 0;
        }

        Span<ushort> counts = stackalloc ushort[256];
        counts.Clear();
        var sampled = plain.Length;
        if (plain.Length <= SampledBytes)
        {
            Count(plain, counts);
        }
        else
        {
            sampled = SampledBytes;
            for (var block = 0; block < Blocks; block++)
            {
                var start = (int)((long)(plain.Length - BlockBytes) * block / (Blocks - 1));
                Count(plain.Slice(start, BlockBytes), counts);
            }
        }

        float sum = 0;
        var seen = 0;
        foreach (var count in counts)
        {
            sum += CountTimesLog[count];
            seen += count == 0 ? 0 : 1;
        }

        var entropy = MathF.Log2(sampled) - (sum / sampled);
        return MathF.Min(8, entropy + ((seen - 1) / (2 * sampled * 0.6931472f)));
    }

    private static void Count(ReadOnlySpan<byte> bytes, Span<ushort> counts)
    {
        // A byte cannot index outside of 256 counters, which the compiler does not see.
        ref var first = ref MemoryMarshal.GetReference(counts);
        foreach (var value in bytes)
        {
            Unsafe.Add(ref first, value)++;
        }
    }
}
