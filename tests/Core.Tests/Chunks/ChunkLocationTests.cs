using FileStorage.Core.Chunks;

namespace FileStorage.Tests.Core.Tests.Chunks;

public sealed class ChunkLocationTests
{
    private static readonly ChunkLocation Location = new(ChunkStoreKind.Disk, 1, 0x01020304, 0x1112131415161718, 0x2122232425262728);

    [Fact]
    public void The_binary_form_is_read_back_and_never_changes()
    {
        Assert.Equal("0201000004030201" + "1817161514131211" + "2827262524232221", Convert.ToHexString(Location.ToByteArray()));
        Assert.Equal(Location, ChunkLocation.FromBytes(Location.ToByteArray()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("020100000403020118171615141312112827262524232")]
    [InlineData("00")]
    [InlineData("000100000403020118171615141312112827262524232221")]
    [InlineData("090100000403020118171615141312112827262524232221")]
    [InlineData("020101000403020118171615141312112827262524232221")]
    public void Anything_else_is_refused(string hex)
    {
        var bytes = Convert.FromHexString(hex.Length % 2 == 0 ? hex : hex + "0");

        Assert.False(ChunkLocation.TryFromBytes(bytes, out _));
        Assert.Throws<FormatException>(() => ChunkLocation.FromBytes(bytes));
    }
}
