using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace FileStorage.Core.Chunks;

/// <summary>
/// How a file was cut, in bytes. Two devices that cut with the same parameters share chunks, so the textual form is stored
/// beside a manifest. The average is a power of two.
/// </summary>
public sealed record ChunkerParameters
{
    private const string Algorithm = "fastcdc-nc2";

    /// <summary>256 KiB, 1 MiB, 4 MiB.</summary>
    public static readonly ChunkerParameters Default = new(256 * 1024, 1024 * 1024, 4 * 1024 * 1024);

    /// <exception cref="ArgumentException">The sizes are not 64 ≤ min ≤ average ≤ max ≤ 4 MiB with a power of two in the middle.</exception>
    public ChunkerParameters(int minBytes, int averageBytes, int maxBytes)
    {
        if (minBytes < 64 || averageBytes < minBytes || averageBytes < 1024 || maxBytes < averageBytes
            || maxBytes > ChunkLimits.MaxChunkBytes || !BitOperations.IsPow2(averageBytes))
        {
            throw new ArgumentException(
                $"A chunker cannot cut {minBytes}/{averageBytes}/{maxBytes}: minimum (64 or more), average (a power of two, 1024 or "
                + $"more) and maximum (at most {ChunkLimits.MaxChunkBytes}) must rise in that order.");
        }

        MinBytes = minBytes;
        AverageBytes = averageBytes;
        MaxBytes = maxBytes;
    }

    public int MinBytes { get; }

    public int AverageBytes { get; }

    public int MaxBytes { get; }

    /// <summary>For instance <c>fastcdc-nc2/262144/1048576/4194304</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Algorithm}/{MinBytes}/{AverageBytes}/{MaxBytes}");

    /// <summary>Reads the form that <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static ChunkerParameters Parse(string text) =>
        TryParse(text, out var parameters) ? parameters : throw new FormatException($"'{text}' is not a known way to cut a file.");

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ChunkerParameters? parameters)
    {
        parameters = null;
        if (text?.Split('/') is not [Algorithm, var min, var average, var max]
            || !TryParseSize(min, out var minBytes)
            || !TryParseSize(average, out var averageBytes)
            || !TryParseSize(max, out var maxBytes))
        {
            return false;
        }

        try
        {
            parameters = new ChunkerParameters(minBytes, averageBytes, maxBytes);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool TryParseSize(string text, out int size) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size);
}
