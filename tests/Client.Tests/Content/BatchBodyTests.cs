using System.Buffers.Binary;
using System.Text.Json;
using FileStorage.Api.Contracts.Content;
using FileStorage.Api.Contracts.Json;
using FileStorage.Client.Content;
using FileStorage.Client.Uploads;
using FileStorage.Core.Chunks;

namespace FileStorage.Tests.Client.Tests.Content;

public sealed class BatchBodyTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_file_is_a_length_a_header_and_its_bytes()
    {
        var body = new BatchBody(capacityBytes: 64);
        string[] paths = ["/a.txt", "/ü \"sha256\":\"x\\.bin", "/empty"];
        LocalFile[] files = [File("a", 10, paths[0]), File("b", 5000, paths[1]), File("c", 0, paths[2])];
        foreach (var file in files)
        {
            body.Add(file);
        }

        var frames = Read(await body.Content([0, 1, 2]).ReadAsByteArrayAsync(Cancellation));

        Assert.Equal(paths, frames.Select(frame => frame.Header.Path));
        for (var index = 0; index < files.Length; index++)
        {
            var content = await System.IO.File.ReadAllBytesAsync(files[index].FullPath, Cancellation);
            Assert.Equal(content, frames[index].Content);
            Assert.Equal(ChunkId.Of(content), frames[index].Header.Sha256);
            Assert.Equal(ChunkId.Of(content), body.HashAt(index));
            Assert.Equal(files[index].ModifiedAt, frames[index].Header.ModifiedAt);
        }
    }

    [Fact]
    public async Task Only_the_files_that_are_asked_for_are_sent_again()
    {
        var body = new BatchBody(capacityBytes: 64);
        for (var index = 0; index < 5; index++)
        {
            body.Add(File($"f{index}", 100 + index, $"/f{index}"));
        }

        using var content = body.Content([1, 2, 4]);
        var bytes = await content.ReadAsByteArrayAsync(Cancellation);

        Assert.Equal(["/f1", "/f2", "/f4"], Read(bytes).Select(frame => frame.Header.Path));
        Assert.Equal(bytes.Length, content.Headers.ContentLength);
        Assert.Equal("application/vnd.filestorage.batch", content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_leaves_no_trace_in_the_body()
    {
        var body = new BatchBody(capacityBytes: 64);
        body.Add(File("a", 10, "/a"));
        var torn = File("b", 10, "/b") with { Size = 9 };

        Assert.Throws<FileChangedException>(() => body.Add(torn));
        Assert.Throws<FileNotFoundException>(() => body.Add(torn with { FullPath = _folder.At("gone") }));
        body.Add(File("c", 10, "/c"));

        Assert.Equal(["/a", "/c"], Read(await body.Content([0, 1]).ReadAsByteArrayAsync(Cancellation)).Select(frame => frame.Header.Path));
    }

    [Fact]
    public async Task A_body_that_was_cleared_is_used_again()
    {
        var body = new BatchBody(capacityBytes: 64);
        body.Add(File("a", 1000, "/a"));
        body.Clear();
        body.Add(File("b", 10, "/b"));

        Assert.Equal(1, body.Count);
        Assert.Equal("/b", Read(await body.Content([0]).ReadAsByteArrayAsync(Cancellation)).Single().Header.Path);
    }

    private LocalFile File(string name, int bytes, string remotePath) =>
        LocalFile.Of(new FileInfo(_folder.Write(name, bytes, seed: name[0])), remotePath, known: null);

    private static List<(BatchFileHeader Header, byte[] Content)> Read(byte[] body)
    {
        var frames = new List<(BatchFileHeader, byte[])>();
        for (var at = 0; at < body.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(at));
            var header = JsonSerializer.Deserialize(body.AsSpan(at + 4, length), ContractsJsonContext.Default.BatchFileHeader)!;
            frames.Add((header, body[(at + 4 + length)..(at + 4 + length + header.Size)]));
            at += 4 + length + header.Size;
        }

        return frames;
    }
}
