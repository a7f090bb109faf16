using Microsoft.Extensions.Options;

namespace FileStorage.Api.Search.Extraction;

/// <summary>Reads the text of documents, within bounds of time and memory whatever is in them.</summary>
internal sealed class TextExtractor(IOptions<SearchOptions> options)
{
    private const int Mebibyte = 1024 * 1024;
    private const string NoKind = "files of this kind are not read";

    private readonly SearchOptions _options = options.Value;

    /// <summary>Why a document is not even looked at; null where it is.</summary>
    public string? WhyNot(DocumentKind kind, long sizeBytes)
    {
        if (!_options.Contents)
        {
            return "contents are not indexed on this server";
        }

        return kind switch
        {
            DocumentKind.Binary => NoKind,
            DocumentKind.Unknown => null,
            _ when sizeBytes > (long)_options.MaxDocumentMebibytes * Mebibyte => $"it has more than {_options.MaxDocumentMebibytes} MiB",
            _ => null,
        };
    }

    /// <summary>How much of a document is needed: of text the beginning, of everything else all.</summary>
    public long BytesWanted(DocumentKind kind, long sizeBytes) =>
        kind is DocumentKind.Unknown ? Math.Min(sizeBytes, 4L * _options.MaxTextCharacters) : sizeBytes;

    public Task<ExtractedText> ExtractAsync(DocumentKind kind, LoadedContent content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var text = new TextCollector(_options.MaxTextCharacters);
        return Task.FromResult(kind switch
        {
            DocumentKind.Unknown => PlainText.TryRead(content.Open(), text) ? ExtractedText.Of(text.ToString()) : ExtractedText.None(NoKind),
            _ => ExtractedText.None(NoKind),
        });
    }
}
