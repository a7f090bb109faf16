using System.Buffers.Binary;
using System.IO.Compression;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Nextcloud;

public sealed class AvatarTests(RealHost host)
{
    private const int HeaderBytes = 8 + 8 + 13 + 4;
    private const int PaletteBytes = 8 + 6 + 4;

    [Fact]
    public async Task Each_name_has_a_picture_of_its_own_which_is_the_same_everywhere_and_as_large_as_was_asked_for()
    {
        var client = new NextcloudClient(host, await host.MakeAccountAsync());

        var ada = await LoadAsync(client, "/remote.php/dav/avatars/ada@example.org/128.png");

        Assert.Equal(128, BinaryPrimitives.ReadInt32BigEndian(ada.AsSpan(16)));
        Assert.Equal(ada, await LoadAsync(client, "/index.php/avatar/Ada@example.org/128"));
        Assert.NotEqual(ada, await LoadAsync(client, "/index.php/avatar/eve@example.org/128"));
        Assert.Equal(512, BinaryPrimitives.ReadInt32BigEndian((await LoadAsync(client, "/index.php/avatar/ada/99999")).AsSpan(16)));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(33)]
    [InlineData(512)]
    public async Task The_picture_is_whole_and_has_a_margin(int size)
    {
        var client = new NextcloudClient(host, await host.MakeAccountAsync());

        var png = await LoadAsync(client, $"/index.php/avatar/ada/{size}");

        var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(HeaderBytes + PaletteBytes));
        using var zlib = new ZLibStream(new MemoryStream(png, HeaderBytes + PaletteBytes + 8, length), CompressionMode.Decompress);
        using var raw = new MemoryStream();
        await zlib.CopyToAsync(raw, TestContext.Current.CancellationToken);
        var rows = raw.ToArray().Chunk(1 + size).ToList();
        Assert.Equal(size, rows.Count);
        Assert.All(rows, static row => Assert.Equal(0, row[0]));
        Assert.All(rows[0].Skip(1), static pixel => Assert.Equal(0, pixel));
        Assert.Contains(rows, static row => row.Skip(1).Contains((byte)1));
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_sees_none() => Assert.Equal(
        401, (int)(await host.Anonymous.GetAsync(new Uri("/index.php/avatar/ada/64", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);

    private static async Task<byte[]> LoadAsync(NextcloudClient client, string address)
    {
        var answer = await client.Dav.SendAsync("GET", "/" + address);
        Assert.Equal(("OK", "image/png"), (answer.StatusCode.ToString(), answer.Content.Headers.ContentType?.ToString()));
        return await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }
}
