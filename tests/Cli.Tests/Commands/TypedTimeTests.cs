using System.Globalization;
using FileStorage.Cli;
using FileStorage.Cli.Commands;

namespace FileStorage.Tests.Cli.Tests.Commands;

public sealed class TypedTimeTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.CreateCustomTimeZone("here", TimeSpan.FromHours(1), "here", "here");
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 15, 0, 0, TimeSpan.FromHours(1));

    [Theory]
    [InlineData("2h", "2026-11-22T12:00:00Z")]
    [InlineData("30m", "2026-11-22T13:30:00Z")]
    [InlineData("1.5d", "2026-11-21T02:00:00Z")]
    [InlineData("1w", "2026-11-15T14:00:00Z")]
    [InlineData("90s", "2026-11-22T13:58:30Z")]
    [InlineData("2026-11-22 10:00", "2026-11-22T09:00:00Z")]
    [InlineData("2026-11-22 10:00:30", "2026-11-22T09:00:30Z")]
    [InlineData("2026-11-22", "2026-11-21T23:00:00Z")]
    [InlineData("2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z")]
    [InlineData("2026-11-22T10:00:00.250+02:00", "2026-11-22T08:00:00.250Z")]
    public void A_moment_is_understood(string typed, string meant) =>
        Assert.Equal(DateTimeOffset.Parse(meant, CultureInfo.InvariantCulture), TypedTime.Parse(typed, Now, Berlin));

    [Theory]
    [InlineData("")]
    [InlineData("h")]
    [InlineData("-2h")]
    [InlineData("2y")]
    [InlineData("yesterday")]
    [InlineData("22.11.2026")]
    [InlineData("2026-11-23")]
    [InlineData("99999999999999999999h")]
    public void What_is_no_moment_or_still_to_come_is_refused(string typed) =>
        Assert.Equal(ExitStatus.Usage, Assert.Throws<CommandException>(() => TypedTime.Parse(typed, Now, Berlin)).Status);
}
