using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Search;

/// <summary>A piece of a text, as it stands in the document.</summary>
[GenerateSerializer, Immutable, Alias("search.snippet")]
public sealed record SearchSnippet
{
    [Id(0)] public required string Text { get; init; }

    /// <summary>Start and length, in UTF-16 units, of each word that was asked for, one after the other.</summary>
    [Id(1)] public required ImmutableArray<int> Marks { get; init; }
}
