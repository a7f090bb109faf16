using FileStorage.Api.Contracts.Items;

namespace FileStorage.Api.Contracts.Search;

/// <summary>Something that answers a search.</summary>
public sealed record SearchHitBody
{
    /// <summary>As it is now, with its path.</summary>
    public required ItemBody Item { get; init; }

    /// <summary>From 0 to 1; comparable within one answer only.</summary>
    public required double Score { get; init; }

    /// <summary>A piece of the content, where the content answers.</summary>
    public SnippetBody? Snippet { get; init; }
}
