using FileStorage.Client.Connections;
using FileStorage.Client.Content;

namespace FileStorage.Tests.Client.Tests.Connections;

public sealed class BandwidthLimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_transfers_together_take_the_time_that_their_bytes_need()
    {
        var clock = new HastyClock();
        var limit = new BandwidthLimit(1_000_000, clock);
        var started = clock.GetTimestamp();

        for (var number = 0; number < 100; number++)
        {
            await limit.WaitAsync(50_000, Cancellation);
        }

        Assert.InRange(clock.GetElapsedTime(started).TotalSeconds, 4.8, 5.1);
    }

    [Fact]
    public async Task A_body_under_a_limit_is_the_same_body()
    {
        var clock = new HastyClock();
        var started = clock.GetTimestamp();
        using var content = new LimitedContent(
            new PartsContent([new byte[] { 1, 2 }, new byte[100_000]], "application/octet-stream"), new BandwidthLimit(10_000, clock));

        var bytes = await content.ReadAsByteArrayAsync(Cancellation);

        Assert.Equal(100_002, content.Headers.ContentLength);
        Assert.Equal("application/octet-stream", content.Headers.ContentType!.MediaType);
        Assert.Equal([1, 2, 0], bytes[..3]);
        Assert.Equal(100_002, bytes.Length);
        Assert.InRange(clock.GetElapsedTime(started).TotalSeconds, 9.8, 10.1);
    }
}
