using FileStorage.Core.Search;

namespace FileStorage.Storage.Metadata.Search;

/// <summary>
/// Finds words that somebody may have meant. Of a word with one slip in it, one half is right; of one with two, one third: the pieces are
/// looked up among the words there are, and what comes back is compared letter by letter.
/// </summary>
internal static class Spelling
{
    /// <summary>Most words that one is corrected to.</summary>
    public const int MaxCorrections = 12;

    private const int MinLength = 4;
    private const int MaxLength = 24;
    private const string Edge = NameWords.Edge;

    /// <summary>Whether a word is one that people spell: letters, not too few and not too many.</summary>
    public static bool IsSpelled(string word) => word.Length is >= MinLength and <= MaxLength && word.All(char.IsLetter);

    /// <summary>The words of a name that can be corrected to.</summary>
    public static IEnumerable<string> WordsOf(string name) => FoldedText.Of(name).Split(' ').Where(IsSpelled).Distinct();

    /// <summary>Pieces, with the marks of <see cref="NameWords"/>; a word that is near enough holds one of them.</summary>
    public static IReadOnlyList<string> Pieces(string word)
    {
        if (EditDistance.Forgiven(word.Length) == 1)
        {
            var half = word.Length / 2;
            var swapped = string.Concat(word.AsSpan(0, half - 1), word.AsSpan(half, 1), word.AsSpan(half - 1, 1), word.AsSpan(half + 1));
            return [Edge + word[..half], word[half..] + Edge, Edge + swapped + Edge];
        }

        var third = word.Length / 3;
        return [Edge + word[..third], word[third..^third], word[^third..] + Edge];
    }

    /// <summary>Those that are near enough, nearest first.</summary>
    public static IEnumerable<string> Nearest(string word, IEnumerable<string> candidates)
    {
        var forgiven = EditDistance.Forgiven(word.Length);
        return candidates.Select(candidate => (Word: candidate, Distance: EditDistance.Between(word, candidate, forgiven)))
            .Where(found => found.Distance <= forgiven && found.Distance > 0)
            .OrderBy(found => found.Distance)
            .ThenBy(found => found.Word, StringComparer.Ordinal)
            .Select(found => found.Word)
            .Take(MaxCorrections);
    }
}
