using FileStorage.Core.Search;

namespace FileStorage.Storage.Metadata.Search;

/// <summary>
/// Names as the index of three-letter pieces keeps them: with marks where a word begins or ends and where the name begins, so that the one
/// index answers for beginnings, whole words, words of one or two letters, and anything within. What is asked for is a piece of that text.
/// </summary>
internal static class NameWords
{
    /// <summary>Between two words, before the first and after the last.</summary>
    public const string Edge = "\u0002\u0002";

    private const string NameBegins = "\u0001";

    public static string Of(string name) => NameBegins + Edge + FoldedText.Of(name).Replace(" ", Edge, StringComparison.Ordinal) + Edge;

    /// <summary>The folded name again.</summary>
    public static string Folded(string words) =>
        words[(NameBegins.Length + Edge.Length)..].Replace(Edge, " ", StringComparison.Ordinal).TrimEnd();

    public static string Beginning(SearchTerm term) => NameBegins + Edge + Inner(term.Text);

    public static string WordBeginning(SearchTerm term) => Edge + Inner(term.Text);

    /// <summary>Anywhere; what is too short for the index, at the beginning of a word.</summary>
    public static string Within(SearchTerm term) =>
        term.Text.EnumerateRunes().Take(3).Count() < 3 ? WordBeginning(term) : Inner(term.Text);

    public static string WholeWord(string word) => Edge + word + Edge;

    private static string Inner(string text) => text.Replace(" ", Edge, StringComparison.Ordinal);
}
