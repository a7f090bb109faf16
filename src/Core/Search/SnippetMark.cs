namespace FileStorage.Core.Search;

/// <summary>A part of a text, in UTF-16 units.</summary>
public readonly record struct SnippetMark(int Start, int Length);
