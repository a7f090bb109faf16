using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace FileStorage.Api.Reading;

/// <summary>The part of a content that is sent.</summary>
/// <param name="Offset">Its first byte.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="IsPartial">Whether the answer is a 206.</param>
internal readonly record struct ByteRange(long Offset, long Length, bool IsPartial)
{
    /// <summary>
    /// What a Range header (RFC 9110, 14.2) selects of a content: null where it lies outside. A header that cannot be read, another
    /// unit, or several ranges (which may be answered whole) select everything.
    /// </summary>
    public static ByteRange? Select(StringValues header, long sizeBytes)
    {
        var whole = new ByteRange(0, sizeBytes, IsPartial: false);
        if (header.Count != 1
            || !RangeHeaderValue.TryParse(header.ToString(), out var parsed)
            || !parsed.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase)
            || parsed.Ranges.Count != 1)
        {
            return whole;
        }

        using var ranges = parsed.Ranges.GetEnumerator();
        ranges.MoveNext();
        var range = ranges.Current;
        if (range.From is not { } from)
        {
            // The last so many bytes.
            var suffix = Math.Min(range.To ?? 0, sizeBytes);
            return suffix == 0 ? null : new ByteRange(sizeBytes - suffix, suffix, IsPartial: true);
        }

        if (from >= sizeBytes)
        {
            return null;
        }

        var last = Math.Min(range.To ?? long.MaxValue, sizeBytes - 1);
        return new ByteRange(from, last - from + 1, IsPartial: true);
    }
}
