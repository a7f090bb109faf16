using System.Net;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.WebDav;

public sealed class DavAccessTests(RealHost host)
{
    [Fact]
    public async Task Without_credentials_the_door_asks_for_them()
    {
        var answer = await DavClient.AskAsync(host, new HttpRequestMessage(HttpMethod.Options, "/dav/"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Basic realm=\"FileStorage\", charset=\"UTF-8\"", answer.Headers.WwwAuthenticate.Single().ToString());
    }

    [Fact]
    public async Task A_wrong_name_a_wrong_token_or_a_revoked_one_opens_nothing()
    {
        var session = await host.MakeAccountAsync();
        var other = await host.MakeAccountAsync();

        Assert.Equal(401, await new DavClient(host.Anonymous, other.Email, session.Device.Token).StatusAsync("OPTIONS", "/"));
        Assert.Equal(401, await new DavClient(host.Anonymous, session.Email, "wrong").StatusAsync("OPTIONS", "/"));
        Assert.Equal(200, await new DavClient(host, session).StatusAsync("OPTIONS", "/"));
        await session.SendAsync(HttpMethod.Post, "/sign-out");
        Assert.Equal(401, await new DavClient(host, session).StatusAsync("OPTIONS", "/"));
    }

    [Fact]
    public async Task The_files_of_another_account_are_refused()
    {
        var session = await host.MakeAccountAsync();
        var other = await host.MakeAccountAsync();

        Assert.Equal(403, await new DavClient(host, session, "/remote.php/dav/files/" + other.Email).StatusAsync("PROPFIND", "/", null, ("Depth", "0")));
    }

    [Fact]
    public async Task A_cookie_opens_nothing()
    {
        var session = await host.MakeAccountAsync();
        var request = new HttpRequestMessage(new HttpMethod("PROPFIND"), "/dav/");
        request.Headers.Add("Cookie", $"token={session.Device.Token}; filestorage={session.Device.Token}");

        Assert.Equal(HttpStatusCode.Unauthorized, (await DavClient.AskAsync(host, request)).StatusCode);
    }

    [Fact]
    public async Task The_root_of_the_server_says_that_it_speaks_webdav()
    {
        var answer = await DavClient.AskAsync(host, new HttpRequestMessage(HttpMethod.Options, "/"));

        Assert.Equal("1, 2, 3", answer.Headers.GetValues("DAV").Single());
        Assert.Equal("DAV", answer.Headers.GetValues("MS-Author-Via").Single());
    }
}
