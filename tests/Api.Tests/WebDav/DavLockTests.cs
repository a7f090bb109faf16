using System.Net;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.WebDav;

public sealed class DavLockTests(RealHost host)
{
    [Theory]
    [InlineData("PUT", "/folder/file")]
    [InlineData("DELETE", "/folder/file")]
    [InlineData("DELETE", "/folder")]
    [InlineData("MOVE", "/folder/file")]
    [InlineData("LOCK", "/folder/file")]
    [InlineData("PROPPATCH", "/folder/file")]
    public async Task What_is_locked_is_refused_to_whoever_does_not_bring_the_token_which_is_not_told(string method, string path)
    {
        var session = await host.MakeAccountAsync();
        var dav = new DavClient(host, session);
        await session.PutAsync("/folder/file", [1]);
        var token = await dav.LockAsync("/folder/file");
        HttpContent? body = method switch
        {
            "PUT" => new ByteArrayContent([2]),
            "LOCK" => DavClient.LockInfo(),
            "PROPPATCH" => DavClient.Xml("<d:propertyupdate xmlns:d='DAV:'><d:set><d:prop><a/></d:prop></d:set></d:propertyupdate>"),
            _ => null,
        };

        var answer = await dav.SendAsync(method, path, body, ("Destination", dav.Root + "/elsewhere"));

        Assert.Equal((HttpStatusCode)423, answer.StatusCode);
        Assert.DoesNotContain(token, await DavClient.TextAsync(answer));
        Assert.Equal([1], await session.GetContentAsync("/folder/file"));
    }

    [Fact]
    public async Task A_lock_of_a_folder_to_any_depth_covers_what_is_put_into_it()
    {
        var session = await host.MakeAccountAsync();
        var dav = new DavClient(host, session);
        await session.PutAsync("/folder/file", [1]);
        var token = await dav.LockAsync("/folder", "infinity");

        Assert.Equal((HttpStatusCode)423, (await dav.PutAsync("/folder/new", "x")).StatusCode);
        Assert.Equal((HttpStatusCode)423, (await dav.PutAsync("/folder/file", "x")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await dav.PutAsync("/folder/new", "x", ("If", $"<{dav.Root}/folder> (<{token}>)"))).StatusCode);
        Assert.Equal(204, await dav.StatusAsync("UNLOCK", "/folder/new", null, ("Lock-Token", $"<{token}>")));
        Assert.Equal(HttpStatusCode.NoContent, (await dav.PutAsync("/folder/file", "x")).StatusCode);
    }

    [Fact]
    public async Task A_lock_of_an_address_where_nothing_is_makes_an_empty_file_whose_etag_the_next_put_can_match()
    {
        var session = await host.MakeAccountAsync();
        var dav = new DavClient(host, session);

        var answer = await dav.SendAsync("LOCK", "/new", DavClient.LockInfo(), ("Depth", "0"), ("Timeout", "Second-1800"));
        var token = answer.Headers.GetValues("Lock-Token").Single();
        var etag = (await dav.SendAsync("HEAD", "/new")).Headers.ETag!.Tag;
        var put = await dav.PutAsync("/new", "text", ("If-Match", etag), ("If", $"<http://any.example{dav.Root}/new> ({token})"));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, put.StatusCode);
        Assert.Equal("text", await dav.GetAsync("/new"));
    }

    [Fact]
    public async Task A_lock_holds_against_another_account_and_its_token_helps_only_the_account_that_holds_it()
    {
        var owner = await host.MakeAccountAsync();
        var other = await host.MakeAccountAsync();
        await owner.PutAsync("/shared/file", [1]);
        await Mounting.ShareAsync(owner, "/shared", other, "write", "/theirs");
        var mine = new DavClient(host, owner);
        var theirs = new DavClient(host, other);
        var token = await mine.LockAsync("/shared/file");

        var discovered = await theirs.SendAsync("PROPFIND", "/theirs/file", null, ("Depth", "0"));

        Assert.Equal((HttpStatusCode)423, (await theirs.PutAsync("/theirs/file", "x")).StatusCode);
        Assert.Equal((HttpStatusCode)423, (await theirs.PutAsync("/theirs/file", "x", ("If", $"(<{token}>)"))).StatusCode);
        Assert.DoesNotContain(token, await DavClient.TextAsync(discovered));
        Assert.Equal(HttpStatusCode.NoContent, (await mine.PutAsync("/shared/file", "x", ("If", $"(<{token}>)"))).StatusCode);
    }

    [Fact]
    public async Task Shared_locks_stand_beside_each_other_and_in_the_way_of_an_exclusive_one()
    {
        var session = await host.MakeAccountAsync();
        var dav = new DavClient(host, session);
        await session.PutAsync("/file", [1]);

        Assert.Equal(200, await dav.StatusAsync("LOCK", "/file", DavClient.LockInfo("shared")));
        Assert.Equal(200, await dav.StatusAsync("LOCK", "/file", DavClient.LockInfo("shared")));
        Assert.Equal(423, await dav.StatusAsync("LOCK", "/file", DavClient.LockInfo()));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("()")]
    [InlineData("<a>")]
    [InlineData("(<a>) x")]
    [InlineData("(Not)")]
    public async Task An_if_header_that_cannot_be_read_is_refused(string header)
    {
        var session = await host.MakeAccountAsync();

        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await new DavClient(host, session).PutAsync("/file", "x", ("If", header))).StatusCode);
    }
}
