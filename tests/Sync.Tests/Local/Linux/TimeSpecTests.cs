using FileStorage.Sync.Local.Linux;

namespace FileStorage.Tests.Sync.Tests.Local.Linux;

public sealed class TimeSpecTests
{
    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-62_135_596_801)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(4_000_000_000)]
    [InlineData(253_402_300_800)]
    [InlineData(long.MaxValue)]
    public void Any_time_that_a_file_carries_can_be_told(long seconds)
    {
        var time = new DateTimeOffset(TimeSpec.TicksOf(seconds, 999_999_999), TimeSpan.Zero);

        Assert.Equal(Math.Clamp(seconds, -62_135_596_800, 253_402_300_799), time.ToUnixTimeSeconds());
    }

    [Fact]
    public void A_time_comes_back_as_it_was()
    {
        var before = new DateTimeOffset(1969, 7, 20, 20, 17, 40, 123, TimeSpan.Zero);

        Assert.Equal(before.UtcTicks, TimeSpec.Of(before).Ticks);
    }
}
