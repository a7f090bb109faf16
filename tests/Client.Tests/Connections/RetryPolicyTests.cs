using FileStorage.Client.Connections;

namespace FileStorage.Tests.Client.Tests.Connections;

public sealed class RetryPolicyTests
{
    private static readonly RetryPolicy Policy = new()
    {
        Patience = TimeSpan.FromSeconds(10),
        FirstDelay = TimeSpan.FromMilliseconds(100),
        LongestDelay = TimeSpan.FromSeconds(1),
    };

    [Theory]
    [InlineData(1, 0.0, 50)]
    [InlineData(1, 1.0, 100)]
    [InlineData(2, 1.0, 200)]
    [InlineData(4, 1.0, 800)]
    [InlineData(5, 1.0, 1000)]
    [InlineData(500, 1.0, 1000)]
    public void The_wait_doubles_up_to_a_limit_and_is_spread(int failures, double jitter, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Policy.NextDelay(failures, TimeSpan.Zero, retryAfter: null, jitter));

    [Fact]
    public void What_the_server_asks_for_is_never_shortened() =>
        Assert.Equal(TimeSpan.FromSeconds(7), Policy.NextDelay(1, TimeSpan.Zero, TimeSpan.FromSeconds(7), jitter: 0.5));

    [Fact]
    public void It_gives_up_when_the_next_attempt_would_come_too_late()
    {
        Assert.Null(Policy.NextDelay(1, TimeSpan.Zero, TimeSpan.FromSeconds(11), jitter: 0));
        Assert.Null(Policy.NextDelay(9, TimeSpan.FromSeconds(9.9), retryAfter: null, jitter: 0));
    }
}
