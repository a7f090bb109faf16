using System.Net;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Nextcloud;

public sealed class PreviewTests(RealHost host)
{
    [Fact]
    public async Task A_small_picture_is_its_own_preview_by_number_by_path_and_by_address()
    {
        var client = new NextcloudClient(host, await host.MakeAccountAsync());
        await client.Dav.SendAsync("MKCOL", "/ü");
        await client.Dav.PutAsync("/ü/a b.png", "picture");
        var number = await client.Dav.PropertyAsync("/ü/a b.png", "oc:fileid");

        Assert.Equal("true", await client.Dav.PropertyAsync("/ü/a b.png", "nc:has-preview"));
        foreach (var address in (string[])
            [
                $"/index.php/core/preview?fileId={number}&x=64&y=64&forceIcon=0",
                $"/index.php/core/preview.png?file={Uri.EscapeDataString("/ü/a b.png")}&x=64&y=64",
                "/index.php/apps/files/api/v1/thumbnail/64/64/%C3%BC/a%20b.png",
            ])
        {
            var answer = await client.Dav.SendAsync("GET", "/" + address);

            Assert.Equal((HttpStatusCode.OK, "picture"), (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
            Assert.Equal("image/png", answer.Content.Headers.ContentType?.ToString());
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }

    [Fact]
    public async Task What_can_run_is_large_or_is_no_picture_has_none()
    {
        var client = new NextcloudClient(host, await host.MakeAccountAsync());
        await client.Dav.PutAsync("/a.svg", "<svg/>");
        await client.Dav.PutAsync("/a.txt", "text");
        await client.Dav.SendAsync("PUT", "/large.jpg", new ByteArrayContent(new byte[5_000_000]));

        foreach (var name in (string[])["a.svg", "a.txt", "large.jpg", "none.png", "../a.png", ""])
        {
            Assert.Equal(404, await client.Dav.StatusAsync("GET", "//index.php/core/preview.png?file=/" + name));
        }

        Assert.Equal("false", await client.Dav.PropertyAsync("/large.jpg", "nc:has-preview"));
        Assert.Equal(404, await client.Dav.StatusAsync("GET", "//index.php/core/preview?fileId=12"));
    }

    [Fact]
    public async Task Nobody_sees_the_pictures_of_another_account()
    {
        var theirs = new NextcloudClient(host, await host.MakeAccountAsync());
        var mine = new NextcloudClient(host, await host.MakeAccountAsync());
        await theirs.Dav.PutAsync("/a.png", "picture");
        var number = await theirs.Dav.PropertyAsync("/a.png", "oc:fileid");

        Assert.Equal(404, await mine.Dav.StatusAsync("GET", $"//index.php/core/preview?fileId={number}"));
        Assert.Equal(401, (int)(await host.Anonymous.GetAsync(new Uri("/index.php/core/preview.png?file=/a.png", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }
}
