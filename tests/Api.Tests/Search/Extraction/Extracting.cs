using System.Globalization;
using System.IO.Compression;
using System.Text;
using FileStorage.Api.Search;
using FileStorage.Api.Search.Extraction;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FileStorage.Tests.Api.Tests.Search.Extraction;

/// <summary>Documents, and reading them.</summary>
internal static class Extracting
{
    public static Task<ExtractedText> ReadAsync(string name, string content, SearchOptions? options = null) =>
        ReadAsync(name, Encoding.UTF8.GetBytes(content), options);

    public static async Task<ExtractedText> ReadAsync(string name, byte[] content, SearchOptions? options = null)
    {
        var settings = Options.Create(options ?? new SearchOptions());
        var extractor = new TextExtractor(settings, new PdfText(settings, TimeProvider.System, NullLogger<PdfText>.Instance));
        var kind = DocumentKinds.Of(name);
        if (extractor.WhyNot(kind, content.Length) is { } reason)
        {
            return ExtractedText.None(reason);
        }

        // In pieces, as chunks come.
        const int Piece = 64 * 1024;
        using var loaded = new LoadedContent();
        for (var offset = 0; offset < content.Length && loaded.Length < extractor.BytesWanted(kind, content.Length); offset += Piece)
        {
            var length = Math.Min(Piece, content.Length - offset);
            var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(length);
            content.AsSpan(offset, length).CopyTo(buffer);
            loaded.Add(buffer, length);
        }

        return await extractor.ExtractAsync(kind, loaded, TestContext.Current.CancellationToken);
    }

    public static byte[] Zip(params (string Name, string Content)[] parts)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var part = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                part.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return bytes.ToArray();
    }

    /// <summary>A page with one line of text.</summary>
    public static byte[] Pdf(string line)
    {
        var stream = $"BT /F1 24 Tf 72 700 Td ({line}) Tj ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {stream.Length} >>\nstream\n{stream}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        var text = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        foreach (var (content, index) in objects.Select((content, index) => (content, index)))
        {
            offsets.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{index + 1} 0 obj\n{content}\nendobj\n");
        }

        var start = text.Length;
        text.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        offsets.ForEach(offset => text.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n"));
        text.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
