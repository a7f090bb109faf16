using System.Net;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Client.Connections;
using FileStorage.Client.Downloads;
using FileStorage.Client.Versions;
using FileStorage.Core.Chunks;

namespace FileStorage.Tests.Client.Tests.Versions;

public sealed class VersionDownloaderTests
{
    private const int Size = 24_000_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(1_500_000)]
    [InlineData(Size)]
    public async Task A_version_arrives_whole_with_its_hash(int bytes)
    {
        var content = FakeVersion.Random(bytes, 1);
        var version = new FakeVersion(content);

        var (hash, target) = await DownloadAsync(version, basis: null);

        Assert.Equal(ChunkId.Of(content), hash);
        Assert.Equal(content, target.Bytes);
        Assert.Equal(bytes, version.SentBytes);
    }

    [Fact]
    public async Task A_byte_inserted_at_the_front_costs_one_chunk()
    {
        var old = FakeVersion.Random(Size, 1);
        byte[] content = [42, .. old];
        var version = new FakeVersion(content);

        var (hash, target) = await DownloadAsync(version, new MemoryContent(old));

        Assert.Equal(ChunkId.Of(content), hash);
        Assert.Equal(content, target.Bytes);
        Assert.Equal(FakeVersion.Cut(content)[0].Length, version.SentBytes);
        Assert.InRange(version.SentBytes, 1, 1.5 * 1024 * 1024);
    }

    [Fact]
    public async Task A_change_in_the_middle_and_growth_at_the_end_cost_what_is_new_and_its_neighbours()
    {
        var old = FakeVersion.Random(Size, 1);
        byte[] content = [.. old[..10_000_000], .. FakeVersion.Random(1000, 2), .. old[10_000_500..], .. FakeVersion.Random(100_000, 3)];
        var version = new FakeVersion(content);

        var (_, target) = await DownloadAsync(version, new MemoryContent(old));

        Assert.Equal(content, target.Bytes);
        Assert.InRange(version.SentBytes, 1, 4 * 1024 * 1024);
    }

    [Fact]
    public async Task Chunks_that_moved_within_the_file_are_found()
    {
        var old = FakeVersion.Random(Size, 1);
        byte[] content = [.. old[(Size / 2)..], .. old[..(Size / 2)]];
        var version = new FakeVersion(content);

        var (_, target) = await DownloadAsync(version, new MemoryContent(old));

        Assert.Equal(content, target.Bytes);
        Assert.InRange(version.SentBytes, 1, Size / 2);
    }

    [Fact]
    public async Task An_old_file_that_changes_meanwhile_does_no_harm()
    {
        var content = FakeVersion.Random(Size, 1);
        var version = new FakeVersion(content);
        var basis = new MemoryContent((byte[])content.Clone());
        var reads = 0;
        basis.Reading = _ =>
        {
            if (++reads == 4)
            {
                basis.Bytes.AsSpan(3_000_000).Clear();
            }
            else if (reads == 8)
            {
                basis.Bytes = basis.Bytes[..5_000_000];
            }
        };

        var (hash, target) = await DownloadAsync(version, basis);

        Assert.Equal(ChunkId.Of(content), hash);
        Assert.Equal(content, target.Bytes);
        Assert.InRange(version.SentBytes, 1, Size);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(10_000_000)]
    public async Task Wrong_bytes_are_refused(int bytes)
    {
        var content = FakeVersion.Random(bytes, 1);
        var version = new FakeVersion(content) { Sent = (byte[])content.Clone() };
        version.Sent[^1] ^= 1;

        await Assert.ThrowsAsync<DamagedTransferException>(() => DownloadAsync(version, basis: null));
    }

    [Fact]
    public async Task A_version_that_is_gone_is_no_error()
    {
        using var server = new FakeServer((_, _) => FakeServer.Problem(HttpStatusCode.NotFound, ProblemTypes.NotFound));
        using var client = server.Client();
        using var downloader = new VersionDownloader(client, new DownloadOptions());

        Assert.Null(await downloader.DownloadAsync(new FakeVersion(new byte[10]).Wanted, new MemoryContent(new byte[10]), null, Cancellation));
        Assert.Null(await downloader.DownloadAsync(new FakeVersion(new byte[Size]).Wanted, new MemoryContent(new byte[Size]), null, Cancellation));
    }

    private static async Task<(ChunkId? Hash, MemoryContent Target)> DownloadAsync(FakeVersion version, MemoryContent? basis)
    {
        using var server = new FakeServer((request, _) => version.Answer(request));
        using var client = server.Client(RetryPolicy.Patient);
        using var downloader = new VersionDownloader(client, new DownloadOptions { PartBytes = 4 * 1024 * 1024 });
        var target = new MemoryContent(new byte[version.Wanted.SizeBytes]);
        return (await downloader.DownloadAsync(version.Wanted, target, basis, Cancellation), target);
    }
}
