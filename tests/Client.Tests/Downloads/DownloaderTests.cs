using System.Net;
using System.Net.Http.Headers;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Uploads;
using FileStorage.Client.Connections;
using FileStorage.Client.Downloads;
using FileStorage.Client.Trees;
using FileStorage.Core.Chunks;

namespace FileStorage.Tests.Client.Tests.Downloads;

public sealed class DownloaderTests : IDisposable
{
    private const int FixedChunkBytes = 1_000_000;

    private readonly ScratchFolder _folder = new();
    private readonly RecordingObserver _observer = new();
    private readonly Guid _id = Guid.NewGuid();
    private byte[] _content = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(30_000_000)]
    public async Task A_file_arrives_whole_with_its_time_and_executable_bit(int bytes)
    {
        Make(bytes);
        using var server = new FakeServer((request, _) => Answer(request, _content));

        await DownloadAsync(server);

        var path = _folder.At("f");
        Assert.Empty(_observer.Failures);
        Assert.Equal(_content, await File.ReadAllBytesAsync(path, Cancellation));
        Assert.Equal(Item().ModifiedAt.UtcDateTime, File.GetLastWriteTimeUtc(path));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
        Assert.Equal(bytes, _observer.Bytes);
    }

    [Fact]
    public async Task After_a_kill_only_what_is_missing_or_wrong_is_fetched_again()
    {
        Make(30_000_000);
        var part = (byte[])_content.Clone();
        part[20_000_000] ^= 1;
        _folder.Write(LocalNames.PartName(_id), part[..25_500_000]);
        var asked = 0L;
        using var server = new FakeServer((request, _) =>
        {
            asked += request.Headers.Range?.Ranges.Sum(range => range.To!.Value - range.From!.Value + 1) ?? 0;
            return Answer(request, _content);
        });

        await DownloadAsync(server);

        Assert.Equal(_content, await File.ReadAllBytesAsync(_folder.At("f"), Cancellation));
        Assert.Equal(6 * FixedChunkBytes, asked);
        Assert.Equal(30_000_000, _observer.Bytes);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(10_000_000)]
    public async Task A_connection_that_breaks_is_taken_up_where_it_broke(int bytes)
    {
        Make(bytes);
        var answers = 0;
        using var server = new FakeServer((request, _) =>
        {
            var answer = Answer(request, _content);
            if (request.Headers.Range is { } asked && ++answers % 2 == 1)
            {
                var range = asked.Ranges.Single();
                var (from, to) = ((int)range.From!.Value, (int)range.To!.Value);
                answer.Content = new ByteArrayContent(_content[from..(from + ((to - from) / 2))]);
            }

            return answer;
        });

        await DownloadAsync(server);

        Assert.Equal(_content, await File.ReadAllBytesAsync(_folder.At("f"), Cancellation));
        Assert.True(answers >= 2);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(10_000_000)]
    public async Task Wrong_bytes_never_get_the_name_of_the_file(int bytes)
    {
        Make(bytes);
        _folder.Write("f", [1, 2, 3]);
        var wrong = (byte[])_content.Clone();
        wrong[^1] ^= 1;
        using var server = new FakeServer((request, _) => Answer(request, wrong));

        await DownloadAsync(server);

        Assert.IsType<DamagedTransferException>(Assert.Single(_observer.Failures).Exception);
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(_folder.At("f"), Cancellation));
        Assert.Empty(_observer.Done);
    }

    [Fact]
    public async Task What_is_there_already_is_not_fetched()
    {
        Make(1000);
        var path = _folder.Write("f", _content);
        File.SetLastWriteTimeUtc(path, Item().ModifiedAt.UtcDateTime);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        using var server = new FakeServer((request, _) => Answer(request, _content));

        await DownloadAsync(server);

        Assert.Empty(server.Requests);
        Assert.True(Assert.Single(_observer.Done).Unchanged);
    }

    [Fact]
    public async Task A_link_at_the_destination_is_replaced_and_not_written_through()
    {
        Make(1000);
        var outside = _folder.Write("outside", [9]);
        File.CreateSymbolicLink(_folder.At("f"), outside);
        using var server = new FakeServer((request, _) => Answer(request, _content));

        await DownloadAsync(server);

        Assert.Equal([9], await File.ReadAllBytesAsync(outside, Cancellation));
        Assert.Null(new FileInfo(_folder.At("f")).LinkTarget);
        Assert.Equal(_content, await File.ReadAllBytesAsync(_folder.At("f"), Cancellation));
    }

    private async Task DownloadAsync(FakeServer server)
    {
        using var client = server.Client(RetryPolicy.Patient);
        using var downloader = new Downloader(client, new DownloadOptions { Workers = 2 }, _observer);
        var file = new RemoteFile { Item = Item(), RemotePath = "/f", LocalPath = _folder.At("f") };
        await downloader.DownloadAsync(new[] { file }.ToAsyncEnumerable(), Cancellation);
    }

    private void Make(int bytes)
    {
        _content = new byte[bytes];
        new Random(bytes).NextBytes(_content);
    }

    private ItemBody Item() => new()
    {
        Id = _id,
        ParentId = Guid.NewGuid(),
        Name = "f",
        Kind = "file",
        Etag = "e",
        Size = _content.Length,
        Version = 3,
        Sha256 = _content.Length <= 1000 ? ChunkId.Of(_content) : null,
        ModifiedAt = new DateTimeOffset(2020, 2, 3, 4, 5, 6, TimeSpan.Zero),
        Executable = true,
    };

    private HttpResponseMessage Answer(HttpRequestMessage request, byte[] content)
    {
        var address = request.RequestUri!.AbsolutePath;
        if (address.EndsWith($"/items/{_id}/versions/3/manifest", StringComparison.Ordinal))
        {
            return FakeServer.Answer(
                new ManifestBody
                {
                    Size = _content.Length,
                    Chunks = [.. _content.Chunk(FixedChunkBytes).Select(chunk => new ChunkBody { Id = ChunkId.Of(chunk), Length = chunk.Length })],
                },
                ContractsJsonContext.Default.ManifestBody);
        }

        Assert.EndsWith($"/items/{_id}/versions/3/content", address, StringComparison.Ordinal);
        var range = request.Headers.Range!.Ranges.Single();
        var (from, to) = ((int)range.From!.Value, (int)range.To!.Value);
        var answer = new HttpResponseMessage(HttpStatusCode.PartialContent)
        {
            Content = new ByteArrayContent(content, from, to - from + 1),
        };
        answer.Content.Headers.ContentRange = new ContentRangeHeaderValue(from, to, content.Length);
        return answer;
    }
}
