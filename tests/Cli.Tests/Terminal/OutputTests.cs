using FileStorage.Cli.Terminal;

namespace FileStorage.Tests.Cli.Tests.Terminal;

public sealed class OutputTests
{
    [Theory]
    [InlineData("plain ünï 日本.txt", "plain ünï 日本.txt")]
    [InlineData("\u001b]0;evil\u0007", "\\x1b]0;evil\\x07")]
    [InlineData("two\nlines", "two\\x0alines")]
    [InlineData("\u009b31m", "\\x9b31m")]
    public void A_name_cannot_command_the_terminal(string name, string shown) => Assert.Equal(shown, Output.Printable(name));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.0 KB")]
    [InlineData(1_440_000, "1.4 MB")]
    [InlineData(999_999, "1.0 MB")]
    [InlineData(15_000_000_000, "15.0 GB")]
    [InlineData(long.MaxValue, "9223 PB")]
    public void Sizes_are_short(long bytes, string shown) => Assert.Equal(shown, Sizes.Show(bytes));

    [Theory]
    [InlineData("15000000000", 15_000_000_000)]
    [InlineData("15GB", 15_000_000_000)]
    [InlineData("15 gb", 15_000_000_000)]
    [InlineData("1.5k", 1500)]
    [InlineData("1KiB", 1024)]
    [InlineData("2GiB", 2_147_483_648)]
    [InlineData("7B", 7)]
    public void Sizes_are_read_as_people_write_them(string text, long bytes) => Assert.Equal(bytes, Sizes.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("GB")]
    [InlineData("-5")]
    [InlineData("5 apples")]
    [InlineData("5i")]
    [InlineData("99999999999PB")]
    public void What_is_no_size_is_refused(string text) => Assert.Throws<FormatException>(() => Sizes.Parse(text));
}
