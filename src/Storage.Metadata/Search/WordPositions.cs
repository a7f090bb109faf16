using System.Globalization;
using System.Text;

namespace FileStorage.Storage.Metadata.Search;

/// <summary>
/// Folded words in the form in which PostgreSQL takes them: each word once, with the places where it stands. A text may have a megabyte of that and
/// places up to 16,383 (postgresql.org/docs/15/textsearch-limitations.html): words that do not fit are left out, and further back
/// words are found, but not in phrases.
/// </summary>
internal static class WordPositions
{
    private const int MaxBytes = 900_000;
    private const int MaxPosition = 16_383;
    private const int MaxPositions = 255;

    /// <summary>What a word takes beside its letters, and what each of its places takes.</summary>
    private const int WordBytes = 8;

    private const int PositionBytes = 2;

    public static string Of(string words)
    {
        var places = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var bytes = 0;
        var position = 0;
        foreach (var range in words.AsSpan().Split(' '))
        {
            var word = words[range];
            if (word.Length == 0)
            {
                continue;
            }

            position = Math.Min(position + 1, MaxPosition);
            if (!places.TryGetValue(word, out var known))
            {
                bytes += WordBytes + Encoding.UTF8.GetByteCount(word);
                if (bytes > MaxBytes)
                {
                    break;
                }

                places.Add(word, known = []);
            }

            if (known.Count < MaxPositions && (known.Count == 0 || known[^1] != position))
            {
                bytes += PositionBytes;
                known.Add(position);
            }
        }

        return Write(places);
    }

    public static string Quote(string word) =>
        '\'' + word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal) + '\'';

    private static string Write(Dictionary<string, List<int>> places)
    {
        var written = new StringBuilder();
        foreach (var (word, positions) in places)
        {
            written.Append(Quote(word)).Append(':');
            foreach (var position in positions)
            {
                written.Append(CultureInfo.InvariantCulture, $"{position},");
            }

            written[^1] = ' ';
        }

        return written.ToString();
    }
}
