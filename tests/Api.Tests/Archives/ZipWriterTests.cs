using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using FileStorage.Api.Archives;

namespace FileStorage.Tests.Api.Tests.Archives;

public sealed class ZipWriterTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", 0u), InlineData("123456789", 0xCBF43926u), InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void The_checksum_is_that_of_everybody_else(string text, uint expected)
    {
        for (var cut = 0; cut <= text.Length; cut++)
        {
            var checksum = default(Crc32);
            checksum.Append(Encoding.ASCII.GetBytes(text[..cut]));
            checksum.Append(Encoding.ASCII.GetBytes(text[cut..]));
            Assert.Equal(expected, checksum.Value);
        }
    }

    [Fact]
    public async Task More_entries_than_the_old_format_can_count_are_all_found()
    {
        const int Count = 66_000;
        using var stream = new MemoryStream();
        var output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        var zip = new ZipWriter(output, Cancellation);
        for (var index = 0; index < Count; index++)
        {
            zip.Add(new ZipEntry { Path = $"{index}/", ModifiedAt = Time });
        }

        await zip.FinishAsync();
        await output.CompleteAsync();

        stream.Position = 0;
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
        Assert.Equal(Count, archive.Entries.Count);
        Assert.Equal($"{Count - 1}/", archive.Entries[^1].FullName);
    }

    [Fact]
    public async Task A_file_that_could_be_too_large_for_the_old_format_says_so_before_its_content()
    {
        using var stream = new MemoryStream();
        var output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        var entry = new ZipEntry { Path = "large", ModifiedAt = Time, SizeBytes = 5_000_000_000 };

        await Assert.ThrowsAsync<InvalidDataException>(() => new ZipWriter(output, Cancellation).AddAsync(entry, _ => Task.CompletedTask));
        await output.FlushAsync(Cancellation);

        var header = stream.ToArray();
        Assert.Equal((45, uint.MaxValue), (BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(4)), BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(22))));
    }

    [Fact]
    public async Task A_content_that_is_not_as_long_as_it_should_be_makes_no_entry()
    {
        var output = PipeWriter.Create(Stream.Null);
        var zip = new ZipWriter(output, Cancellation);

        await Assert.ThrowsAsync<InvalidDataException>(() => zip.AddAsync(
            new ZipEntry { Path = "a", ModifiedAt = Time, SizeBytes = 3 }, async send => await send(new byte[] { 1, 2 })));
    }
}
