using FileStorage.Core.Chunks;

namespace FileStorage.Tests.Core.Tests.Chunks;

public sealed class ChunkerParametersTests
{
    [Fact]
    public void The_default_is_written_as_the_protocol_says() =>
        Assert.Equal("fastcdc-nc2/262144/1048576/4194304", ChunkerParameters.Default.ToString());

    [Fact]
    public void What_was_written_is_read_back() =>
        Assert.Equal(ChunkerParameters.Default, ChunkerParameters.Parse(ChunkerParameters.Default.ToString()));

    [Theory]
    [InlineData("")]
    [InlineData("fastcdc-nc2")]
    [InlineData("fastcdc-nc3/262144/1048576/4194304")]
    [InlineData("fastcdc-nc2/262144/1048576/4194304/1")]
    [InlineData("fastcdc-nc2/262144/1048577/4194304")]
    [InlineData("fastcdc-nc2/262144/131072/4194304")]
    [InlineData("fastcdc-nc2/262144/1048576/4194305")]
    [InlineData("fastcdc-nc2/262144/1048576/1048575")]
    [InlineData("fastcdc-nc2/1/1048576/4194304")]
    [InlineData("fastcdc-nc2/-262144/1048576/4194304")]
    [InlineData("fastcdc-nc2/ 262144/1048576/4194304")]
    [InlineData("fastcdc-nc2/99999999999/1048576/4194304")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(ChunkerParameters.TryParse(text, out _));
        Assert.Throws<FormatException>(() => ChunkerParameters.Parse(text));
    }
}
