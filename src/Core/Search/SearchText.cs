using System.Collections.Immutable;

namespace FileStorage.Core.Search;

/// <summary>Reads what a person typed into a search box. Every text has a meaning; there are no errors.</summary>
public static class SearchText
{
    /// <summary>What comes after is not looked at.</summary>
    public const int MaxTerms = 16;

    /// <summary>
    /// Words that must all be there; "several words" in quotes as a phrase; word* for every word that begins so. A quote that is not
    /// closed goes on to the end. A word with punctuation inside (a.b, foo_bar) is a phrase of its parts.
    /// </summary>
    public static ImmutableArray<SearchTerm> Parse(string text)
    {
        var terms = ImmutableArray.CreateBuilder<SearchTerm>();
        var rest = text.AsSpan();
        while (!rest.IsEmpty && terms.Count < MaxTerms)
        {
            rest = rest.TrimStart();
            var piece = rest.StartsWith('"') ? TakeQuoted(ref rest) : TakeWord(ref rest);
            var isPrefix = piece.EndsWith('*');
            if (FoldedText.Of(piece) is { Length: > 0 } folded)
            {
                terms.Add(new SearchTerm(folded, isPrefix));
            }
        }

        return terms.DrainToImmutable();
    }

    private static ReadOnlySpan<char> TakeQuoted(ref ReadOnlySpan<char> rest)
    {
        rest = rest[1..];
        var end = rest.IndexOf('"');
        var piece = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return piece;
    }

    private static ReadOnlySpan<char> TakeWord(ref ReadOnlySpan<char> rest)
    {
        var end = 0;
        while (end < rest.Length && !char.IsWhiteSpace(rest[end]) && rest[end] != '"')
        {
            end++;
        }

        var piece = rest[..end];
        rest = rest[end..];
        return piece;
    }
}
