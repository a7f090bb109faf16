namespace FileStorage.Api.Search.Extraction;

/// <summary>The text of a document, or why there is none.</summary>
/// <param name="Text">Null where there is none.</param>
/// <param name="Reason">In a few words that name nothing of the document.</param>
internal readonly record struct ExtractedText(string? Text, string? Reason)
{
    public static ExtractedText Of(string text) => new(text, null);

    public static ExtractedText None(string reason) => new(null, reason);
}
