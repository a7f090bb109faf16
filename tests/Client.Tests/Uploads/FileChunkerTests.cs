using FileStorage.Client.Uploads;
using FileStorage.Core.Chunks;

namespace FileStorage.Tests.Client.Tests.Uploads;

public sealed class FileChunkerTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3_000_000)]
    [InlineData(FileChunker.KeepBytes)]
    [InlineData(FileChunker.KeepBytes + 1)]
    [InlineData(50_000_000)]
    public void Cuts_and_hashes_do_not_depend_on_how_the_file_is_read(int bytes)
    {
        var path = _folder.Write("f", bytes);
        var file = LocalFile.Of(new FileInfo(path), "/f", known: null);
        var content = File.ReadAllBytes(path);
        var cutter = new FastCdc(ChunkerParameters.Default);
        var expected = new List<ManifestChunk>();
        for (var at = 0; at < content.Length;)
        {
            var length = cutter.Cut(content.AsSpan(at), endOfInput: true);
            expected.Add(new ManifestChunk(ChunkId.Of(content.AsSpan(at, length)), length));
            at += length;
        }

        using var chunked = FileChunker.Read(file, wholeHash: true, Cancellation);

        Assert.Equal(expected, chunked.Manifest.Chunks);
        Assert.Equal(ChunkId.Of(content), chunked.Sha256);
        Assert.Equal(bytes <= FileChunker.KeepBytes, chunked.IsKept);
    }

    [Theory]
    [InlineData(2_000_000)]
    [InlineData(40_000_000)]
    public void A_file_that_is_not_what_was_found_is_refused(int bytes)
    {
        var path = _folder.Write("f", bytes);
        var file = LocalFile.Of(new FileInfo(path), "/f", known: null);

        Assert.Throws<FileChangedException>(() => FileChunker.Read(file with { Size = bytes - 1 }, wholeHash: false, Cancellation));
        Assert.Throws<FileChangedException>(() => FileChunker.Read(file with { Size = bytes + 1 }, wholeHash: false, Cancellation));
        Assert.Throws<FileChangedException>(
            () => FileChunker.Read(file with { ModifiedAt = file.ModifiedAt.AddSeconds(1) }, wholeHash: false, Cancellation));
    }
}
