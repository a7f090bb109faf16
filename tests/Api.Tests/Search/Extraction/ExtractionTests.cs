using System.Text;

namespace FileStorage.Tests.Api.Tests.Search.Extraction;

/// <summary>The text of well-meant documents.</summary>
public sealed class ExtractionTests
{
    [Theory]
    [InlineData("notes.txt")]
    [InlineData("README")]
    [InlineData("main.rs")]
    [InlineData("data.weird")]
    [InlineData("read.me.md")]
    public async Task Text_is_read_whatever_it_is_called(string name) =>
        Assert.Equal("fn größe() { /* 東京 */ }", (await Extracting.ReadAsync(name, "fn größe() { /* 東京 */ }")).Text);

    [Fact]
    public async Task Encodings_are_told_by_their_marks_or_guessed()
    {
        const string Text = "größe";
        byte[][] contents =
        [
            [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(Text)],
            [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Text)],
            [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(Text)],
            Encoding.Latin1.GetBytes(Text),
        ];

        foreach (var content in contents)
        {
            Assert.Equal(Text, (await Extracting.ReadAsync("a.txt", content)).Text);
        }
    }

    [Fact]
    public async Task What_is_no_text_has_none()
    {
        Assert.Null((await Extracting.ReadAsync("a.txt", [1, 2, 0, 3])).Text);
        Assert.Null((await Extracting.ReadAsync("a.jpg", "text in a picture")).Text);
        Assert.Equal("files of this kind are not read", (await Extracting.ReadAsync("a.zip", "PK")).Reason);
        Assert.Equal("", (await Extracting.ReadAsync("a.txt", "")).Text);
    }

    [Fact]
    public async Task Pages_lose_their_tags_scripts_and_styles()
    {
        const string Page = """
            <!DOCTYPE html><html><head><title>The Title</title><style>p { color: red }</style>
            <script>if (a < b && "</p>") { document.write("<p>never</p>"); }</script></head>
            <body><!-- a comment --- with > dashes --><p title="a > b" class=it's>Bread &amp; b<b>utter</b> &lt;3 caf&eacute; &#233;&#x1F600;&bogus;&#xD800;</p>
            <p>second<br>line</body></html>
            """;

        var text = (await Extracting.ReadAsync("a.html", Page)).Text!;

        Assert.Contains("The Title", text, StringComparison.Ordinal);
        Assert.Contains("Bread & butter <3 café é\U0001F600", text, StringComparison.Ordinal);
        Assert.Contains("second\nline", text, StringComparison.Ordinal);
        Assert.DoesNotContain("never", text, StringComparison.Ordinal);
        Assert.DoesNotContain("red", text, StringComparison.Ordinal);
        Assert.DoesNotContain("comment", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Word_documents_are_read_with_their_notes()
    {
        var document = Extracting.Zip(
            ("[Content_Types].xml", "<Types/>"),
            ("word/document.xml", """
                <?xml version="1.0"?><w:document xmlns:w="http://example.org/w"><w:body>
                <w:p><w:r><w:t xml:space="preserve">Dear </w:t></w:r><w:r><w:t/><w:t>rea</w:t></w:r><w:r><w:t>der,</w:t></w:r></w:p>
                <w:p><w:r><w:instrText>HYPERLINK</w:instrText><w:t>Fish &amp; chips</w:t></w:r></w:p></w:body></w:document>
                """),
            ("word/footnotes.xml", "<w:footnotes><w:p><w:t>a note</w:t></w:p></w:footnotes>"),
            ("word/styles.xml", "<w:styles><w:t>unseen</w:t></w:styles>"));

        var text = (await Extracting.ReadAsync("a.docx", document)).Text;

        Assert.Equal("Dear reader,\nFish & chips\na note", text);
    }

    [Fact]
    public async Task Sheets_are_read_with_shared_texts_own_texts_and_numbers()
    {
        var sheet = Extracting.Zip(
            ("xl/sharedStrings.xml", "<sst><si><t>Income</t></si><si><r><t>Rich</t></r><r><t>Text</t></r></si></sst>"),
            ("xl/worksheets/sheet1.xml", """
                <worksheet><sheetData><row r="1"><c r="A1" t="s"><v>987</v></c><c r="B1"><v>1234.5</v></c>
                <c r="C1" t="inlineStr"><is><t>inline</t></is></c></row></sheetData></worksheet>
                """));

        var text = (await Extracting.ReadAsync("a.xlsx", sheet)).Text;

        Assert.Equal("Income\nRichText\n1234.5\ninline", text);
    }

    [Fact]
    public async Task Slides_are_read_in_their_order()
    {
        var slides = Extracting.Zip(
            ("ppt/slides/slide10.xml", "<p:sld><a:p><a:t>ten</a:t></a:p></p:sld>"),
            ("ppt/slides/slide2.xml", "<p:sld><a:p><a:t>two</a:t></a:p></p:sld>"),
            ("ppt/notesSlides/notesSlide1.xml", "<p:notes><a:p><a:t>spoken</a:t></a:p></p:notes>"));

        Assert.Equal("two\nten\nspoken", (await Extracting.ReadAsync("a.pptx", slides)).Text);
    }

    [Fact]
    public async Task Open_documents_are_read()
    {
        var document = Extracting.Zip(("content.xml", """
            <office:document-content><office:body><office:text><text:h>Heading</text:h><text:p>One <text:span>two</text:span></text:p></office:text>
            </office:body></office:document-content>
            """));

        var text = (await Extracting.ReadAsync("a.odt", document)).Text!;

        Assert.Equal(["Heading", "One two"], text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [Fact]
    public async Task Pdf_documents_are_read_by_pdftotext() =>
        Assert.Equal("Hello from paper", (await Extracting.ReadAsync("a.pdf", Extracting.Pdf("Hello from paper"))).Text?.Trim());

    [Fact]
    public async Task Without_pdftotext_it_says_so()
    {
        var read = await Extracting.ReadAsync("a.pdf", Extracting.Pdf("text"), new() { PdfProgram = "no-such-program" });

        Assert.Equal("pdftotext is not installed on this server", read.Reason);
    }
}
