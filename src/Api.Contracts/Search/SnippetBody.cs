namespace FileStorage.Api.Contracts.Search;

/// <summary>A piece of a document in one line.</summary>
public sealed record SnippetBody
{
    /// <summary>Plain text, exactly as it stands in the document: escape it before it is shown as HTML.</summary>
    public required string Text { get; init; }

    /// <summary>The words that were asked for, in the order of the text.</summary>
    public required IReadOnlyList<MarkBody> Marks { get; init; }
}
