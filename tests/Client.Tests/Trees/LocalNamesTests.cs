using FileStorage.Client.Trees;

namespace FileStorage.Tests.Client.Tests.Trees;

public sealed class LocalNamesTests
{
    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("a\0b")]
    [InlineData(".filestorage-0123456789abcdef0123456789abcdef.part")]
    public void A_name_that_is_not_one_segment_is_refused_everywhere(string name)
    {
        Assert.NotNull(LocalNames.Refuse(name, windows: false));
        Assert.NotNull(LocalNames.Refuse(name, windows: true));
    }

    [Theory]
    [InlineData(@"..\..\evil")]
    [InlineData("C:evil")]
    [InlineData("con")]
    [InlineData("NUL.txt")]
    [InlineData("COM1 .txt")]
    [InlineData("ends with a dot.")]
    [InlineData("ends with a space ")]
    [InlineData("a\nb")]
    public void Windows_refuses_more(string name)
    {
        Assert.Null(LocalNames.Refuse(name, windows: false));
        Assert.NotNull(LocalNames.Refuse(name, windows: true));
    }

    [Theory]
    [InlineData("a.txt")]
    [InlineData("-rf")]
    [InlineData("ünïcödé 日本")]
    [InlineData(".hidden")]
    public void Usual_names_are_fine_everywhere(string name)
    {
        Assert.Null(LocalNames.Refuse(name, windows: false));
        Assert.Null(LocalNames.Refuse(name, windows: true));
    }

    [Fact]
    public void The_name_of_a_download_under_way_is_known_as_such()
    {
        Assert.True(LocalNames.IsPart(LocalNames.PartName(Guid.NewGuid())));
        Assert.False(LocalNames.IsPart(".filestorage-.part"));
    }
}
