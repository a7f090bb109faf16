using System.Collections.Concurrent;
using System.Text;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>The little that is written in another way in PostgreSQL: a parameter is $1 where our texts say ?1.</summary>
internal static class PostgresText
{
    /// <summary>Far above the number of texts there are. More are translated every time.</summary>
    private const int MaxKept = 1024;

    // Texts are constants, so that the same text is the same object.
    private static readonly ConcurrentDictionary<string, string> Translated = new(ReferenceEqualityComparer.Instance);

    public static string Translate(string text)
    {
        if (Translated.TryGetValue(text, out var known))
        {
            return known;
        }

        var translated = WithNumberedParameters(text);
        return Translated.Count < MaxKept ? Translated.GetOrAdd(text, translated) : translated;
    }

    /// <summary>A text as PostgreSQL takes it: half a surrogate pair becomes U+FFFD, as it does in SQLite.</summary>
    /// <exception cref="MetadataException">It holds a NUL, which PostgreSQL cannot store.</exception>
    public static string Check(string value)
    {
        if (value.Contains('\0', StringComparison.Ordinal))
        {
            throw new MetadataException("PostgreSQL cannot keep a text that holds the character NUL.");
        }

        return value.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0
            ? value
            : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value));
    }

    /// <summary>
    /// A text to ask for. None that is stored holds a NUL, so one with a NUL finds nothing; it is asked with U+FFFF in its place, which is no
    /// character and stands in no text either.
    /// </summary>
    public static string ToAsk(string value) => Check(value.Replace('\0', '\uFFFF'));

    private static string WithNumberedParameters(string text)
    {
        var translated = new StringBuilder(text);
        var isQuoted = false;
        for (var index = 0; index < text.Length - 1; index++)
        {
            isQuoted ^= text[index] == '\'';
            if (!isQuoted && text[index] == '?' && char.IsAsciiDigit(text[index + 1]))
            {
                translated[index] = '$';
            }
        }

        return translated.ToString();
    }
}
