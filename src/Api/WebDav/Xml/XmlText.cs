using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace FileStorage.Api.WebDav.Xml;

/// <summary>Writes XML as bytes into a buffer: text escaped, markup as it is.</summary>
internal static class XmlText
{
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>\"\r");

    /// <summary>Markup, or text that is known to hold nothing special.</summary>
    public static void Raw(this PipeWriter writer, ReadOnlySpan<byte> markup) => writer.Write(markup);

    /// <inheritdoc cref="Raw(PipeWriter, ReadOnlySpan{byte})"/>
    public static void Raw(this PipeWriter writer, ReadOnlySpan<char> markup)
    {
        var span = writer.GetSpan(Encoding.UTF8.GetMaxByteCount(markup.Length));
        writer.Advance(Encoding.UTF8.GetBytes(markup, span));
    }

    public static void Raw(this PipeWriter writer, long number)
    {
        var span = writer.GetSpan(20);
        number.TryFormat(span, out var written, provider: CultureInfo.InvariantCulture);
        writer.Advance(written);
    }

    /// <summary>Text of an element or an attribute. What XML cannot hold at all becomes the replacement character.</summary>
    public static void Text(this PipeWriter writer, ReadOnlySpan<char> text)
    {
        if (!text.ContainsAny(Special) && !text.ContainsAnyInRange('\0', '\x1F') && !text.ContainsAny('\uFFFE', '\uFFFF'))
        {
            writer.Raw(text);
            return;
        }

        Span<char> utf16 = stackalloc char[2];
        foreach (var one in text.ToString().EnumerateRunes())
        {
            switch (one.Value)
            {
                case '&':
                    writer.Raw("&amp;"u8);
                    break;
                case '<':
                    writer.Raw("&lt;"u8);
                    break;
                case '>':
                    writer.Raw("&gt;"u8);
                    break;
                case '"':
                    writer.Raw("&quot;"u8);
                    break;
                case '\r':
                    writer.Raw("&#13;"u8);
                    break;
                case (< ' ' and not ('\t' or '\n')) or 0xFFFE or 0xFFFF:
                    writer.Raw("\uFFFD"u8);
                    break;
                default:
                    writer.Raw(utf16[..one.EncodeToUtf16(utf16)]);
                    break;
            }
        }
    }
}
