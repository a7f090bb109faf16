namespace FileStorage.Core.Search;

/// <summary>One thing that a hit must have.</summary>
/// <param name="Text">Folded words with one space between two; several are a phrase.</param>
/// <param name="IsPrefix">Whether the last word may go on.</param>
public sealed record SearchTerm(string Text, bool IsPrefix)
{
    public bool IsPhrase => Text.Contains(' ', StringComparison.Ordinal);
}
