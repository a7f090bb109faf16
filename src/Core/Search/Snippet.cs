using System.Collections.Immutable;

namespace FileStorage.Core.Search;

/// <summary>A piece of a text that shows why it was found.</summary>
/// <param name="Text">The piece in one line, as it stands in the document otherwise: plain text that nobody has escaped.</param>
/// <param name="Marks">Where in <paramref name="Text"/> the words are that were asked for.</param>
public sealed record Snippet(string Text, ImmutableArray<SnippetMark> Marks)
{
    private const int Length = 200;
    private const int Before = 60;

    /// <summary>Words of this many matches are looked at for the place that has most of them.</summary>
    private const int MaxMatches = 200;

    /// <summary>The piece with most of the terms' words near each other; the beginning where there are none.</summary>
    public static Snippet Of(string text, ImmutableArray<SearchTerm> terms)
    {
        var wanted = Wanted(terms);
        var found = new List<(SnippetMark Place, int Word)>();
        var words = new WordReader(text);
        while (found.Count < MaxMatches && words.Next())
        {
            if (IndexOf(wanted, words.Word) is >= 0 and var word)
            {
                found.Add((new SnippetMark(words.Start, words.Length), word));
            }
        }

        var start = found.Count == 0 ? 0 : Begin(text, Best(found));
        var end = End(text, start);
        var marks = found.Where(match => match.Place.Start >= start && match.Place.Start + match.Place.Length <= end)
            .Select(match => match.Place with { Start = match.Place.Start - start });
        return new Snippet(InOneLine(text.AsSpan(start, end - start)), [.. marks]);
    }

    private static List<(string Text, bool IsPrefix)> Wanted(ImmutableArray<SearchTerm> terms)
    {
        var wanted = new List<(string Text, bool IsPrefix)>();
        foreach (var term in terms)
        {
            var words = term.Text.Split(' ');
            for (var index = 0; index < words.Length; index++)
            {
                wanted.Add((words[index], term.IsPrefix && index == words.Length - 1));
            }
        }

        return wanted;
    }

    private static int IndexOf(List<(string Text, bool IsPrefix)> wanted, ReadOnlySpan<char> word)
    {
        string? folded = null;
        for (var index = 0; index < wanted.Count; index++)
        {
            var (text, isPrefix) = wanted[index];

            // Most words need no folding to be told apart.
            if (word[0] < 0x80 && char.ToLowerInvariant(word[0]) != text[0])
            {
                continue;
            }

            folded ??= FoldedText.OfWord(word);
            if (isPrefix ? folded.StartsWith(text, StringComparison.Ordinal) : folded == text)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>Where the first word of the fullest window stands.</summary>
    private static int Best(List<(SnippetMark Place, int Word)> found)
    {
        var best = (Count: 0, Start: found[0].Place.Start);
        for (var first = 0; first < found.Count; first++)
        {
            var seen = new HashSet<int>();
            var end = found[first].Place.Start + Length - Before;
            for (var index = first; index < found.Count && found[index].Place.Start + found[index].Place.Length <= end; index++)
            {
                seen.Add(found[index].Word);
            }

            if (seen.Count > best.Count)
            {
                best = (seen.Count, found[first].Place.Start);
            }
        }

        return best.Start;
    }

    /// <summary>A little before the place, at the beginning of a word.</summary>
    private static int Begin(string text, int place)
    {
        if (place <= Before)
        {
            return 0;
        }

        var start = text.AsSpan(place - Before, Before).IndexOfAny(' ', '\n');
        var begin = start < 0 ? place - Before : place - Before + start + 1;
        return char.IsLowSurrogate(text[begin]) ? begin + 1 : begin;
    }

    private static int End(string text, int start)
    {
        var end = Math.Min(text.Length, start + Length);
        return end < text.Length && char.IsLowSurrogate(text[end]) ? end - 1 : end;
    }

    // One character for one, so that the marks stay where they are.
    private static string InOneLine(ReadOnlySpan<char> text) =>
        string.Create(text.Length, text, static (line, source) =>
        {
            for (var index = 0; index < source.Length; index++)
            {
                line[index] = char.IsControl(source[index]) ? ' ' : source[index];
            }
        });
}
