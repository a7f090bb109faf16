using System.Net;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.WebDav;

public sealed class DavPropertyTests(RealHost host)
{
    private const string Set = "<d:propertyupdate xmlns:d='DAV:'><d:set><d:prop><x:color xmlns:x='urn:x'>red</x:color></d:prop></d:set></d:propertyupdate>";

    [Fact]
    public async Task A_listing_begins_with_the_folder_itself_and_all_addresses_begin_with_its_own()
    {
        var session = await host.MakeAccountAsync();
        var dav = new DavClient(host, session, "/remote.php/webdav");
        await session.PutAsync("/folder/a", [1, 2]);
        await session.PutAsync("/folder/b/c", [1]);

        var responses = await dav.FindAsync("/folder", 1, "<d:getcontentlength/><d:resourcetype/><oc:permissions/><oc:size/>");

        Assert.Equal(["/remote.php/webdav/folder/", "/remote.php/webdav/folder/a", "/remote.php/webdav/folder/b/"], responses.Select(DavClient.HrefOf));
        Assert.Equal("2", DavClient.ValueOf(responses[1], "d:getcontentlength"));
        Assert.Equal(["RGDNVCK", "RGDNVW", "RGDNVCK"], responses.Select(one => DavClient.ValueOf(one, "oc:permissions")));
    }

    [Fact]
    public async Task A_listing_of_everything_below_is_refused()
    {
        var session = await host.MakeAccountAsync();
        var answer = await new DavClient(host, session).SendAsync("PROPFIND", "/", null, ("Depth", "infinity"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("<d:propfind-finite-depth/>", await DavClient.TextAsync(answer));
    }

    [Fact]
    public async Task A_property_that_a_client_sets_stays_with_the_item_wherever_it_goes()
    {
        var session = await host.MakeAccountAsync();
        var dav = new DavClient(host, session);
        await session.PutAsync("/folder/file", [1]);
        Assert.Equal(207, await dav.StatusAsync("PROPPATCH", "/folder/file", DavClient.Xml(Set)));

        await dav.SendAsync("COPY", "/folder", null, ("Destination", dav.Root + "/copy"));
        await dav.SendAsync("MOVE", "/folder/file", null, ("Destination", dav.Root + "/moved"));
        await dav.PutAsync("/moved", "new content");

        Assert.Equal("red", await dav.PropertyAsync("/moved", "x:color xmlns:x='urn:x'"));
        Assert.Equal("red", await dav.PropertyAsync("/copy/file", "x:color xmlns:x='urn:x'"));
    }

    [Fact]
    public async Task Nothing_is_set_where_one_of_the_properties_cannot_be_set()
    {
        var session = await host.MakeAccountAsync();
        var dav = new DavClient(host, session);
        await session.PutAsync("/file", [1]);
        var both = Set.Replace("</d:prop>", "<d:getetag>mine</d:getetag></d:prop>", StringComparison.Ordinal);

        var answer = await DavClient.TextAsync(await dav.SendAsync("PROPPATCH", "/file", DavClient.Xml(both)));

        Assert.Contains("403 Forbidden", answer);
        Assert.Contains("424 Failed Dependency", answer);
        Assert.Null(await dav.PropertyAsync("/file", "x:color xmlns:x='urn:x'"));
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a 'b'>]><d:propfind xmlns:d='DAV:'><d:allprop/></d:propfind>")]
    [InlineData("<!DOCTYPE x SYSTEM 'file:///etc/passwd'><d:propfind xmlns:d='DAV:'><d:allprop/></d:propfind>")]
    [InlineData("<d:propfind xmlns:d='DAV:'><d:prop><bar:foo xmlns:bar=''/></d:prop></d:propfind>")]
    [InlineData("<d:propfind xmlns:d='DAV:'>")]
    [InlineData("<other/>")]
    public async Task A_body_that_cannot_be_read_is_refused(string body)
    {
        var session = await host.MakeAccountAsync();

        Assert.Equal(400, await new DavClient(host, session).StatusAsync("PROPFIND", "/", DavClient.Xml(body), ("Depth", "0")));
    }

    [Fact]
    public async Task A_body_that_is_nested_too_deep_is_refused()
    {
        var session = await host.MakeAccountAsync();
        var deep = string.Concat(Enumerable.Repeat("<a>", 10_000)) + string.Concat(Enumerable.Repeat("</a>", 10_000));

        Assert.Equal(400, await new DavClient(host, session).StatusAsync("PROPPATCH", "/", DavClient.Xml(deep)));
    }

    [Fact]
    public async Task Stray_text_in_a_question_is_ignored()
    {
        var session = await host.MakeAccountAsync();
        var body = DavClient.Xml("<d:propfind xmlns:d='DAV:'><d:prop><d:getetag/></d:prop>M</d:propfind>");

        Assert.Equal(207, await new DavClient(host, session).StatusAsync("PROPFIND", "/", body, ("Depth", "0")));
    }

    [Fact]
    public async Task The_quota_is_told_of_a_folder()
    {
        var session = await host.MakeAccountAsync();
        var dav = new DavClient(host, session);
        await session.PutAsync("/file", [1, 2, 3]);

        var quota = (await dav.FindAsync("/", 0, "<d:quota-used-bytes/><d:quota-available-bytes/>"))[0];

        Assert.Equal("3", DavClient.ValueOf(quota, "d:quota-used-bytes"));
        Assert.True(long.Parse(DavClient.ValueOf(quota, "d:quota-available-bytes")!, null) > 0);
    }
}
