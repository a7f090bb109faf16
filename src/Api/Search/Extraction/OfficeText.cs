using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace FileStorage.Api.Search.Extraction;

/// <summary>
/// The text of packed office documents. Only the parts that hold text are unpacked, and of all of them together no more than a limit;
/// nothing that a part refers to is followed.
/// </summary>
internal static partial class OfficeText
{
    private const string TooMuch = "it unpacks to too much without text";

    /// <exception cref="NotReadableException">It is no such document, damaged, or unpacks to too much.</exception>
    public static void Read(DocumentKind kind, Stream content, TextCollector text, long maxUnpackedBytes)
    {
        try
        {
            ZipDirectory.RequireFew(content);
            using var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            var budget = new UnpackBudget(maxUnpackedBytes);
            foreach (var part in PartsOf(kind, archive))
            {
                if (text.IsFull)
                {
                    return;
                }

                using var unpacked = new BudgetStream(part.Open(), budget);
                using var source = new StreamReader(unpacked, Encoding.UTF8);
                using var markup = new MarkupReader(source);
                ReadPart(kind, markup, text);
                text.Break();
            }
        }
        catch (InvalidDataException exception)
        {
            throw new NotReadableException("it is damaged, or not what its name says", exception);
        }
        catch (UnpackBudgetException exception)
        {
            throw new NotReadableException(TooMuch, exception);
        }
    }

    private static IEnumerable<ZipArchiveEntry> PartsOf(DocumentKind kind, ZipArchive archive)
    {
        var parts = kind switch
        {
            DocumentKind.Word => WordParts(),
            DocumentKind.Sheet => SheetParts(),
            DocumentKind.Slides => SlideParts(),
            DocumentKind.OpenDocument => OpenDocumentParts(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such document."),
        };
        List<ZipArchiveEntry> found =
        [
            .. archive.Entries.Where(entry => parts.IsMatch(entry.FullName))
                .OrderBy(entry => entry.FullName.Length)
                .ThenBy(entry => entry.FullName, StringComparer.Ordinal),
        ];
        return found.Count > 0 ? found : throw new NotReadableException("it is damaged, or not what its name says");
    }

    private static void ReadPart(DocumentKind kind, MarkupReader markup, TextCollector text)
    {
        // Open documents hold text anywhere in their paragraphs; the others in elements that hold nothing else.
        var isOpen = kind is DocumentKind.OpenDocument;
        var isText = isOpen;
        var isValue = false;
        while (!text.IsFull && markup.Read())
        {
            if (markup.IsText)
            {
                if (isText)
                {
                    text.Append(markup.Text);
                }
            }
            else if (markup.Name is "t" && !isOpen)
            {
                isText = !markup.IsEnd && !markup.IsEmpty;
            }
            else if (markup.Name is "c" && kind is DocumentKind.Sheet)
            {
                // Of a cell with a shared text there is nothing but its number here.
                isValue = !markup.IsEnd && !markup.TagContains("t=\"s\"");
            }
            else if (markup.Name is "v" && kind is DocumentKind.Sheet)
            {
                isText = isValue && !markup.IsEnd;
                text.Break();
            }
            else if (markup.Name is "p" or "h" or "si" or "is" or "br" or "tab" or "tr" or "s")
            {
                text.Break();
            }
        }
    }

    [GeneratedRegex(@"^word/(document|footnotes|endnotes|comments|header\d{0,4}|footer\d{0,4})\.xml$", RegexOptions.CultureInvariant)]
    private static partial Regex WordParts();

    [GeneratedRegex(@"^xl/(sharedStrings|worksheets/sheet\d{1,4})\.xml$", RegexOptions.CultureInvariant)]
    private static partial Regex SheetParts();

    [GeneratedRegex(@"^ppt/(slides/slide|notesSlides/notesSlide)\d{1,5}\.xml$", RegexOptions.CultureInvariant)]
    private static partial Regex SlideParts();

    [GeneratedRegex(@"^content\.xml$", RegexOptions.CultureInvariant)]
    private static partial Regex OpenDocumentParts();
}
