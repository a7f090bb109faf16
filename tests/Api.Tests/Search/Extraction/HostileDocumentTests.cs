using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using FileStorage.Api.Search;

namespace FileStorage.Tests.Api.Tests.Search.Extraction;

/// <summary>Documents that are meant to hurt cost bounded time and memory, and say why they are not indexed.</summary>
[Collection(MeasuresMemory.Name)]
public sealed class HostileDocumentTests : IDisposable
{
    private const int Mebibyte = 1024 * 1024;

    private readonly string _folder = Directory.CreateTempSubdirectory("hostile-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_part_that_unpacks_to_a_gigabyte_is_given_up_early()
    {
        var bomb = Bomb(unpackedBytes: 1024L * Mebibyte, "<a b='c'/>");
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var read = await Extracting.ReadAsync("a.docx", bomb, new() { MaxDocumentMebibytes = 1024 });

        Assert.Equal("it unpacks to too much without text", read.Reason);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 16 * Mebibyte + (2L * bomb.Length));
    }

    [Fact]
    public async Task Of_a_part_with_too_much_text_the_beginning_is_read()
    {
        var bomb = Bomb(unpackedBytes: 256L * Mebibyte, "<w:t>word </w:t>");

        var read = await Extracting.ReadAsync("a.docx", bomb);

        Assert.Equal(Mebibyte, read.Text!.Length);
    }

    [Fact]
    public async Task Elements_within_elements_a_million_deep_cost_no_memory()
    {
        var deep = Extracting.Zip(("word/document.xml", string.Concat(Enumerable.Repeat("<w:p>", 1_000_000)) + "<w:t>bottom</w:t>"));
        var before = GC.GetTotalAllocatedBytes(precise: true);

        Assert.Equal("bottom", (await Extracting.ReadAsync("a.docx", deep)).Text);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 64 * Mebibyte);
    }

    [Fact]
    public async Task Entities_that_grow_are_not_resolved()
    {
        const string Laughs = """
            <?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;"><!ENTITY file SYSTEM "file:///etc/passwd">]>
            <w:p><w:t>start&lol2;&file;end</w:t></w:p>
            """;

        Assert.Equal("start  end", (await Extracting.ReadAsync("a.docx", Extracting.Zip(("word/document.xml", Laughs)))).Text);
    }

    [Fact]
    public async Task An_attribute_without_end_is_passed_over()
    {
        var document = Extracting.Zip(("word/document.xml", "<w:p a=\"" + new string('x', 8 * Mebibyte) + "\"><w:t>after</w:t>"));

        Assert.Equal("after", (await Extracting.ReadAsync("a.docx", document)).Text);
    }

    [Fact]
    public async Task An_archive_that_lists_a_hundred_thousand_parts_is_not_opened()
    {
        var parts = Enumerable.Range(0, 100_000).Select(index => ($"{index}", "")).Prepend(("word/document.xml", "<w:t>text</w:t>"));

        Assert.Equal("it has more than 5000 parts", (await Extracting.ReadAsync("a.docx", Extracting.Zip([.. parts]))).Reason);
    }

    [Theory]
    [InlineData("PK\u0003\u0004 and nothing else")]
    [InlineData("")]
    [InlineData("not a zip archive at all, but long enough to look for one")]
    public async Task What_only_calls_itself_a_document_is_told_so(string content) =>
        Assert.Equal("it is damaged, or not what its name says", (await Extracting.ReadAsync("a.xlsx", content)).Reason);

    [Fact]
    public async Task A_document_that_is_too_large_is_not_looked_at() =>
        Assert.Equal("it has more than 1 MiB", (await Extracting.ReadAsync("a.pdf", new byte[Mebibyte + 1], new() { MaxDocumentMebibytes = 1 })).Reason);

    [Fact]
    public async Task A_broken_pdf_is_told_so() =>
        Assert.Equal(
            "it is damaged, protected, or takes too much to read",
            (await Extracting.ReadAsync("a.pdf", Encoding.ASCII.GetBytes("%PDF-1.7\n" + new string('x', 1000)))).Reason);

    [Fact]
    public async Task A_pdf_on_which_the_program_hangs_is_given_up_with_all_that_was_started()
    {
        var mark = Random.Shared.Next(100_000, 999_999).ToString(CultureInfo.InvariantCulture);
        var options = Program("hang", $"sleep {mark} & wait");
        options.PdfSeconds = 1;

        var read = await Extracting.ReadAsync("a.pdf", new byte[4 * Mebibyte], options);

        Assert.Equal("it takes more than 1 s to read", read.Reason);
        Assert.Empty(ProcessesWith("sleep", mark));
    }

    [Fact]
    public async Task A_pdf_on_which_the_program_burns_processor_time_is_ended_by_the_system()
    {
        var options = Program("burn", "while :; do :; done");
        options.PdfSeconds = 1;
        var began = Stopwatch.GetTimestamp();

        Assert.NotNull((await Extracting.ReadAsync("a.pdf", [1], options)).Reason);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_program_that_wants_too_much_memory_does_not_get_it()
    {
        var options = Program("eat", "exec awk 'BEGIN { s = \"x\"; while (1) { s = s s } }'");
        options.PdfMebibytes = 64;

        Assert.Equal("it is damaged, protected, or takes too much to read", (await Extracting.ReadAsync("a.pdf", [1], options)).Reason);
    }

    [Fact]
    public async Task A_program_that_writes_without_end_is_stopped_when_there_is_enough()
    {
        var read = await Extracting.ReadAsync("a.pdf", [1], Program("endless", "exec yes word"));

        Assert.Equal(Mebibyte, read.Text!.Length);
    }

    [Fact]
    public async Task A_program_can_write_no_file_and_knows_nothing_of_the_server()
    {
        Environment.SetEnvironmentVariable("FILESTORAGE_SECRET", "secret");
        var path = Path.Combine(_folder, "written");

        var read = await Extracting.ReadAsync("a.pdf", [1], Program("curious", $"env; (echo x > {path}) 2>/dev/null; exit 0"));

        Assert.DoesNotContain("secret", read.Text, StringComparison.Ordinal);
        Assert.Equal(0, File.Exists(path) ? new FileInfo(path).Length : 0);
    }

    /// <summary>A stand-in for pdftotext.</summary>
    private SearchOptions Program(string name, string script)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return new SearchOptions { PdfProgram = path };
    }

    private static List<int> ProcessesWith(string name, string argument) =>
    [
        .. Process.GetProcessesByName(name)
            .Where(process => File.Exists($"/proc/{process.Id}/cmdline")
                && File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(argument, StringComparison.Ordinal))
            .Select(process => process.Id),
    ];

    /// <summary>A document of one part, which repeats a piece of markup.</summary>
    private static byte[] Bomb(long unpackedBytes, string piece)
    {
        var block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, 64 * 1024 / piece.Length)));
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var part = archive.CreateEntry("word/document.xml", CompressionLevel.Fastest).Open();
            for (var written = 0L; written < unpackedBytes; written += block.Length)
            {
                part.Write(block);
            }
        }

        return bytes.ToArray();
    }
}
