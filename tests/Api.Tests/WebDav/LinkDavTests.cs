using System.IO.Compression;
using System.Net;
using FileStorage.Api.Contracts.Links;
using FileStorage.Tests.Api.Tests.Hosting;
using FileStorage.Tests.Api.Tests.Links;

namespace FileStorage.Tests.Api.Tests.WebDav;

public sealed class LinkDavTests(RealHost host)
{
    [Fact]
    public async Task Whoever_has_the_token_reads_what_the_link_shows_and_nothing_else()
    {
        var owner = await host.MakeAccountAsync();
        await owner.PutAsync("/shared/sub/a b", [1, 2, 3]);
        await owner.PutAsync("/other", [1]);
        var link = await Visitor.MakeAsync(owner, "/shared", new LinkRequest { Access = "read" });
        var dav = ByName(link.Token!);

        var listed = await dav.FindAsync("/sub/", 1);
        var ids = await dav.FindAsync("/", 0, "<oc:id/><oc:fileid/><oc:owner-id/><d:quota-used-bytes/><oc:permissions/>");

        Assert.Equal(["/public.php/webdav/sub/", "/public.php/webdav/sub/a%20b"], listed.Select(DavClient.HrefOf));
        Assert.Equal("\u0001\u0002\u0003", await dav.GetAsync("/sub/a%20b"));
        Assert.Equal("SG", DavClient.ValueOf(ids[0], "oc:permissions"));
        Assert.All(["oc:id", "oc:fileid", "oc:owner-id", "d:quota-used-bytes"], name => Assert.Null(DavClient.ValueOf(ids[0], name)));
        Assert.Equal(403, await dav.StatusAsync("PUT", "/new", new ByteArrayContent([1])));
        Assert.Equal(403, await dav.StatusAsync("DELETE", "/sub"));
        Assert.Equal(403, await dav.StatusAsync("MKCOL", "/folder"));
        Assert.Equal(404, await dav.StatusAsync("GET", "/../other"));
        Assert.Equal(405, await dav.StatusAsync("MOVE", "/sub", null, ("Destination", "/public.php/webdav/other")));
    }

    [Fact]
    public async Task The_token_may_stand_in_the_address_and_a_folder_is_downloaded_whole()
    {
        var owner = await host.MakeAccountAsync();
        await owner.PutAsync("/shared/sub/file", [9]);
        var link = await Visitor.MakeAsync(owner, "/shared", new LinkRequest { Access = "read", Password = "long enough" });
        var root = "/public.php/dav/files/" + link.Token;
        var dav = new DavClient(host.Anonymous, "anonymous", "long enough", root);

        var listed = await dav.FindAsync("/", 1);
        var zip = await dav.SendAsync("GET", "/sub", null, ("Accept", "application/zip"));
        var refused = await host.Anonymous.GetAsync(root + "/sub/file", TestContext.Current.CancellationToken);

        Assert.Equal([root + "/", root + "/sub/"], listed.Select(DavClient.HrefOf));
        using var archive = new ZipArchive(await zip.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Contains(archive.Entries, entry => entry.FullName == "sub/file");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("Basic", refused.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Equal("no-referrer", refused.Headers.GetValues("Referrer-Policy").Single());
    }

    [Fact]
    public async Task A_link_to_a_file_is_that_file()
    {
        var owner = await host.MakeAccountAsync();
        await owner.PutAsync("/folder/file.txt", [65]);
        var link = await Visitor.MakeAsync(owner, "/folder/file.txt", new LinkRequest { Access = "write" });
        var dav = ByName(link.Token!);

        Assert.Equal("A", await dav.GetAsync("/"));
        Assert.Equal(204, await dav.StatusAsync("PUT", "/", new ByteArrayContent([66])));
        Assert.Equal([66], await owner.GetContentAsync("/folder/file.txt"));
        Assert.Single(await dav.FindAsync("", 1));
    }

    [Fact]
    public async Task A_link_that_lets_write_takes_files_and_folders_and_what_it_deletes_is_in_the_trash()
    {
        var owner = await host.MakeAccountAsync();
        await owner.PutAsync("/shared/old", [1]);
        var link = await Visitor.MakeAsync(owner, "/shared", new LinkRequest { Access = "write" });
        var dav = ByName(link.Token!);

        var made = await dav.StatusAsync("MKCOL", "/new");
        var put = await dav.PutAsync("/new/file", "text", ("X-OC-Mtime", "1500000000"), ("OC-Checksum", "SHA1:" + new string('0', 40)));
        var right = await dav.PutAsync("/new/file", "text", ("X-OC-Mtime", "1500000000"));
        var stale = await dav.PutAsync("/new/file", "other", ("If-Match", "\"stale\""));
        var deleted = await dav.StatusAsync("DELETE", "/old");

        Assert.Equal((201, 400, 201, 412, 204), (made, (int)put.StatusCode, (int)right.StatusCode, (int)stale.StatusCode, deleted));
        Assert.Equal("Fri, 14 Jul 2017 02:40:00 GMT", await dav.PropertyAsync("/new/file", "d:getlastmodified"));
        Assert.Equal("old", Assert.Single((await owner.ReadTrashAsync()).Items).Name);
        Assert.Equal(403, await dav.StatusAsync("DELETE", "/"));
        Assert.Equal((405, 409), (await dav.StatusAsync("MKCOL", "/new"), await dav.StatusAsync("MKCOL", "/missing/new")));
    }

    [Fact]
    public async Task A_file_drop_takes_files_and_tells_nothing()
    {
        var owner = await host.MakeAccountAsync();
        await owner.PutAsync("/drop/taken", [1]);
        var link = await Visitor.MakeAsync(owner, "/drop", new LinkRequest { Access = "upload" });
        var dav = ByName(link.Token!);

        var free = await dav.PutAsync("/free", "one");
        var taken = await dav.PutAsync("/taken", "two", ("If-None-Match", "*"));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (free.StatusCode, taken.StatusCode));
        Assert.Equal(Names(free), Names(taken));
        Assert.DoesNotContain("ETag", Names(free));
        Assert.Equal([1], await owner.GetContentAsync("/drop/taken"));
        Assert.Equal("two"u8.ToArray(), await owner.GetContentAsync("/drop/taken (2)"));
        foreach (var (method, path) in new[] { ("PROPFIND", "/"), ("PROPFIND", "/taken"), ("PROPFIND", "/nothing"), ("GET", "/taken"), ("HEAD", "/taken"), ("DELETE", "/taken"), ("MKCOL", "/folder"), ("MKCOL", "/taken") })
        {
            Assert.Equal(405, await dav.StatusAsync(method, path, null, ("Depth", "1")));
        }

        Assert.Equal(400, await dav.StatusAsync("PUT", "/sub/file", new ByteArrayContent([1])));
    }

    [Fact]
    public async Task Downloads_are_counted_and_a_link_that_is_gone_is_as_one_that_never_was()
    {
        var owner = await host.MakeAccountAsync();
        await owner.PutAsync("/shared/file", [65]);
        var link = await Visitor.MakeAsync(owner, "/shared", new LinkRequest { Access = "read", MaxDownloads = 1 });
        var dav = ByName(link.Token!);

        var head = await dav.StatusAsync("HEAD", "/file");
        var first = await dav.GetAsync("/file");
        var never = await ByName("AAAAAAAAAAAAAAAAAAAAAA").SendAsync("PROPFIND", "/", null, ("Depth", "0"));
        await owner.SendAsync(HttpMethod.Delete, $"/links/{link.Id}");
        var gone = await dav.SendAsync("PROPFIND", "/", null, ("Depth", "0"));

        Assert.Equal((200, "A"), (head, first));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (never.StatusCode, gone.StatusCode));
        Assert.Equal(await DavClient.TextAsync(never), await DavClient.TextAsync(gone));
    }

    [Fact]
    public async Task Whoever_brings_nothing_is_asked_for_the_token()
    {
        var answer = await host.Anonymous.GetAsync("/public.php/webdav/", TestContext.Current.CancellationToken);
        var options = await host.Anonymous.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/public.php/webdav/"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Basic", answer.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Equal((HttpStatusCode.OK, "1, 3"), (options.StatusCode, options.Headers.GetValues("DAV").Single()));
    }

    private DavClient ByName(string token) => new(host.Anonymous, token, "", "/public.php/webdav");

    private static string Names(HttpResponseMessage answer) => string.Join(' ', answer.Headers.Select(header => header.Key).Order());
}
