using System.Collections.Immutable;

namespace FileStorage.Core.Search;

/// <summary>How well a name answers a question.</summary>
public static class NameRank
{
    private const double Same = 0.95;
    private const double Begins = 0.85;
    private const double WordBegins = 0.75;
    private const double Contains = 0.6;
    private const double NearlyContains = 0.35;

    /// <summary>What a name gains at most for consisting of little else.</summary>
    private const double Coverage = 0.05;

    /// <summary>From 0 to 1: the same name, one that begins so, one with a word that begins so, one that contains it, one that nearly does.</summary>
    public static double Of(string foldedName, ImmutableArray<SearchTerm> terms)
    {
        if (terms.IsEmpty)
        {
            return 0;
        }

        var rank = terms.Min(term => Of(foldedName, term));
        var asked = string.Join(' ', terms.Select(term => term.Text));
        if (foldedName == asked || WithoutLastWord(foldedName) == asked)
        {
            rank = Same;
        }

        var covered = Math.Min(1.0, (double)asked.Length / Math.Max(1, foldedName.Length));
        return rank + (Coverage * covered);
    }

    private static double Of(string name, SearchTerm term)
    {
        if (name.StartsWith(term.Text, StringComparison.Ordinal))
        {
            return Begins;
        }

        return name.Contains(' ' + term.Text, StringComparison.Ordinal) ? WordBegins
            : name.Contains(term.Text, StringComparison.Ordinal) ? Contains
            : NearlyContains;
    }

    // The extension, mostly.
    private static string WithoutLastWord(string name) => name[..Math.Max(0, name.LastIndexOf(' '))];
}
