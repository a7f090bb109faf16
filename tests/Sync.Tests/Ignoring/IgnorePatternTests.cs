using FileStorage.Sync.Ignoring;

namespace FileStorage.Tests.Sync.Tests.Ignoring;

public sealed class IgnorePatternTests
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData("a", "deep/down/a")]
    [InlineData("*.tmp", "x.tmp")]
    [InlineData("*.tmp", "deep/x.tmp")]
    [InlineData("?.txt", "é.txt")]
    [InlineData("/a", "a")]
    [InlineData("a/b", "a/b")]
    [InlineData("a/*", "a/b")]
    [InlineData("**/b", "b")]
    [InlineData("**/b", "x/y/b")]
    [InlineData("a/**/b", "a/b")]
    [InlineData("a/**/b", "a/x/y/b")]
    [InlineData("a/**", "a/x/y")]
    [InlineData("a/**/x/*.log", "a/1/2/x/b.log")]
    [InlineData("a*b*c", "a-b-b-c")]
    [InlineData("\\#note", "#note")]
    [InlineData("\\!a", "!a")]
    [InlineData("a\\*", "a*")]
    [InlineData("a\\ ", "a\\ ", false)]
    [InlineData("a  ", "a")]
    [InlineData("a\r", "a")]
    [InlineData(".*.sw?", ".notes.txt.swp")]
    [InlineData(".~lock.*#", ".~lock.letter.odt#")]
    public void Patterns_match_as_in_gitignore(string pattern, string path, bool matches = true) =>
        Assert.Equal(matches, IgnorePattern.Parse(pattern)!.Matches(path, isFolder: false));

    [Theory]
    [InlineData("a", "ab")]
    [InlineData("a", "a/b")]
    [InlineData("/a", "x/a")]
    [InlineData("a/b", "x/a/b")]
    [InlineData("a/*", "a/b/c")]
    [InlineData("a/**", "a")]
    [InlineData("a/**/b", "ab")]
    [InlineData("*.tmp", "x.tmp2")]
    [InlineData("?", "")]
    [InlineData("A", "a")]
    [InlineData("a\\*", "ab")]
    [InlineData("[ab]", "a")]
    public void And_not_more(string pattern, string path) => Assert.False(IgnorePattern.Parse(pattern)!.Matches(path, isFolder: false));

    [Fact]
    public void A_slash_at_the_end_means_folders_only()
    {
        var pattern = IgnorePattern.Parse("build/")!;

        Assert.True(pattern.Matches("src/build", isFolder: true));
        Assert.False(pattern.Matches("src/build", isFolder: false));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("# a remark")]
    [InlineData("/")]
    [InlineData("!")]
    public void Remarks_and_empty_lines_are_no_patterns(string line) => Assert.Null(IgnorePattern.Parse(line));

    [Fact]
    public void A_pattern_of_many_stars_is_answered_at_once() =>
        Assert.False(IgnorePattern.Parse(string.Concat(Enumerable.Repeat("*a", 60)) + "b")!.Matches(new string('a', 255), isFolder: false));
}
