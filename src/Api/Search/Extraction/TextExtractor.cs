using Microsoft.Extensions.Options;

namespace FileStorage.Api.Search.Extraction;

/// <summary>Reads the text of documents, within bounds of time and memory whatever is in them.</summary>
internal sealed class TextExtractor(IOptions<SearchOptions> options, PdfText pdf)
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
            DocumentKind.Unknown or DocumentKind.Html => null,
            _ when sizeBytes > (long)_options.MaxDocumentMebibytes * Mebibyte => $"it has more than {_options.MaxDocumentMebibytes} MiB",
            _ => null,
        };
    }

    /// <summary>How much of a document is needed: of text and pages the beginning, of everything else all.</summary>
    public long BytesWanted(DocumentKind kind, long sizeBytes) => kind switch
    {
        DocumentKind.Unknown => Math.Min(sizeBytes, 4L * _options.MaxTextCharacters),
        DocumentKind.Html => Math.Min(sizeBytes, (long)_options.MaxDocumentMebibytes * Mebibyte),
        _ => sizeBytes,
    };

    public async Task<ExtractedText> ExtractAsync(DocumentKind kind, LoadedContent content, CancellationToken cancellationToken)
    {
        var text = new TextCollector(_options.MaxTextCharacters);
        var stream = content.Open();
        try
        {
            switch (kind)
            {
                case DocumentKind.Unknown when !PlainText.TryRead(stream, text):
                    return ExtractedText.None(NoKind);
                case DocumentKind.Unknown:
                    break;
                case DocumentKind.Html:
                    HtmlText.Read(stream, text);
                    break;
                case DocumentKind.Word or DocumentKind.Sheet or DocumentKind.Slides or DocumentKind.OpenDocument:
                    OfficeText.Read(kind, stream, text, (long)_options.MaxUnpackedMebibytes * Mebibyte);
                    break;
                case DocumentKind.Pdf:
                    await pdf.ReadAsync(stream, text, cancellationToken);
                    break;
                case DocumentKind.Binary:
                    return ExtractedText.None(NoKind);
                default:
                    throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind.");
            }

            return ExtractedText.Of(text.ToString());
        }
        catch (NotReadableException exception)
        {
            return ExtractedText.None(exception.Message);
        }
    }
}
