using FileStorage.Api.Reading;

namespace FileStorage.Tests.Api.Tests.Reading;

/// <summary>RFC 9110, 14.2: what a Range header selects of a content of 100 bytes.</summary>
public sealed class ByteRangeTests
{
    [Theory]
    [InlineData("bytes=0-", 0, 100)]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=10-19", 10, 10)]
    [InlineData("bytes=90-1000", 90, 10)]
    [InlineData("bytes=99-", 99, 1)]
    [InlineData("bytes=-1", 99, 1)]
    [InlineData("bytes=-100", 0, 100)]
    [InlineData("bytes=-1000", 0, 100)]
    [InlineData("BYTES=5-6", 5, 2)]
    public void One_range_selects_a_part(string header, long offset, long length) =>
        Assert.Equal(new ByteRange(offset, length, IsPartial: true), ByteRange.Select(header, 100));

    [Theory]
    [InlineData("bytes=100-")]
    [InlineData("bytes=1000-2000")]
    [InlineData("bytes=-0")]
    public void A_range_outside_of_the_content_selects_nothing(string header) => Assert.Null(ByteRange.Select(header, 100));

    [Theory]
    [InlineData("bytes=0-1,5-6")]
    [InlineData("lines=0-1")]
    [InlineData("bytes=5-2")]
    [InlineData("nonsense")]
    [InlineData("bytes=")]
    public void What_is_not_one_range_of_bytes_selects_everything(string header) =>
        Assert.Equal(new ByteRange(0, 100, IsPartial: false), ByteRange.Select(header, 100));

    [Theory]
    [InlineData("bytes=0-")]
    [InlineData("bytes=-5")]
    public void An_empty_content_has_no_ranges(string header) => Assert.Null(ByteRange.Select(header, 0));
}
