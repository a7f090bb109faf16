using System.Text;

namespace FileStorage.Api.Search.Extraction;

/// <summary>The text of a page: no tags, no scripts, no styles.</summary>
internal static class HtmlText
{
    public static void Read(Stream content, TextCollector text)
    {
        using var source = new StreamReader(content, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        using var markup = new MarkupReader(source);
        while (!text.IsFull && markup.Read())
        {
            if (markup.IsText)
            {
                text.Append(markup.Text);
            }
            else if (!markup.IsEnd && markup.Name is "script" or "style" or "template" or "noscript" or "svg")
            {
                markup.SkipRaw(markup.Name.ToString());
            }
            else if (markup.Name is not ("a" or "b" or "i" or "u" or "em" or "strong" or "span" or "font" or "small" or "sub" or "sup" or "code" or "mark"))
            {
                text.Break();
            }
        }
    }
}
