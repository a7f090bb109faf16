using System.Globalization;
using System.Text;

namespace FileStorage.Core.Search;

/// <summary>
/// Text as it is compared: words in small letters without accents, one space between two. What is indexed and what is asked for go
/// through the same folding, so that every index engine can take the words as they are.
/// </summary>
public static class FoldedText
{
    /// <summary>Longer words are cut: nobody types them, and they would fill the index.</summary>
    public const int MaxWordLength = 64;

    /// <param name="text">Any text.</param>
    /// <param name="maxLength">Where the result is cut, between two words.</param>
    public static string Of(ReadOnlySpan<char> text, int maxLength = int.MaxValue)
    {
        var folded = new StringBuilder(Math.Min(text.Length, maxLength));
        var words = new WordReader(text);
        while (words.Next())
        {
            var before = folded.Length;
            if (before > 0)
            {
                folded.Append(' ');
            }

            AppendWord(folded, words.Word);
            if (folded.Length == before + 1 && before > 0)
            {
                folded.Length = before;
            }

            if (folded.Length > maxLength)
            {
                folded.Length = before;
                break;
            }
        }

        return folded.ToString();
    }

    /// <summary>One word, folded; empty where nothing of it counts.</summary>
    public static string OfWord(ReadOnlySpan<char> word)
    {
        var folded = new StringBuilder(word.Length);
        AppendWord(folded, word);
        return folded.ToString();
    }

    private static void AppendWord(StringBuilder folded, ReadOnlySpan<char> word)
    {
        word = Cut(word);
        if (Ascii.IsValid(word))
        {
            foreach (var letter in word)
            {
                folded.Append(char.ToLowerInvariant(letter));
            }

            return;
        }

        foreach (var rune in word.ToString().Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol)
            {
                folded.Append(Rune.ToLowerInvariant(rune).ToString());
            }
        }
    }

    private static ReadOnlySpan<char> Cut(ReadOnlySpan<char> word)
    {
        if (word.Length <= MaxWordLength)
        {
            return word;
        }

        return char.IsHighSurrogate(word[MaxWordLength - 1]) ? word[..(MaxWordLength - 1)] : word[..MaxWordLength];
    }
}
