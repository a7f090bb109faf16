using System.Net;
using System.Text;
using FileStorage.Api.Contracts.Json;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.WebDav;

public sealed class DavTreeTests(RealHost host)
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    [Fact]
    public async Task What_is_put_through_one_door_is_there_through_the_others()
    {
        var session = await host.MakeAccountAsync();
        var dav = new DavClient(host, session);
        var asNextcloud = new DavClient(host, session, $"/remote.php/dav/files/{Uri.EscapeDataString(session.Email)}");

        Assert.Equal(201, await dav.StatusAsync("MKCOL", "/folder"));
        var put = await dav.PutAsync("/folder/a%20%C3%A4.txt", "text");

        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        Assert.Equal("text", Encoding.UTF8.GetString(await session.GetContentAsync("/folder/a%20%C3%A4.txt")));
        Assert.Equal("text", await asNextcloud.GetAsync("/folder/a%20%C3%A4.txt"));
        Assert.Equal(put.Headers.ETag!.Tag, $"\"{(await session.GetItemAsync("/folder/a ä.txt")).Etag}\"");
    }

    [Fact]
    public async Task Every_overwrite_makes_a_version()
    {
        var session = await host.MakeAccountAsync();
        var dav = new DavClient(host, session);
        await dav.PutAsync("/file", "one");

        var answer = await dav.PutAsync("/file", "two");

        var versions = await Session.ReadAsync(await session.GetAsync("/items/versions?path=/file"), HttpStatusCode.OK, Json.VersionPageBody);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal([2, 1], versions.Versions.Select(version => version.Number));
        Assert.Equal([3, 3], versions.Versions.Select(version => version.Size));
    }

    [Fact]
    public async Task Every_delete_goes_to_the_trash()
    {
        var session = await host.MakeAccountAsync();
        var dav = new DavClient(host, session);
        await session.PutAsync("/folder/file", [1]);
        await session.PutAsync("/other", [2]);

        Assert.Equal(204, await dav.StatusAsync("DELETE", "/folder"));
        Assert.Equal(204, await dav.StatusAsync("DELETE", "/other"));

        Assert.Equal(["folder", "other"], (await session.ReadTrashAsync()).Items.Select(item => item.Name).Order());
    }

    [Theory]
    [InlineData("MOVE")]
    [InlineData("COPY")]
    public async Task What_a_move_or_a_copy_replaces_goes_to_the_trash(string method)
    {
        var session = await host.MakeAccountAsync();
        var dav = new DavClient(host, session);
        await session.PutAsync("/a", [1]);
        var replaced = await session.PutAsync("/b", [2]);

        Assert.Equal(204, await dav.StatusAsync(method, "/a", null, ("Destination", "http://elsewhere.example" + dav.Root + "/b")));

        Assert.Equal(replaced.Id, (await session.ReadTrashAsync()).Items.Single().Id);
        Assert.Equal([1], await session.GetContentAsync("/b"));
    }

    [Fact]
    public async Task Nothing_is_replaced_where_the_client_says_not_to()
    {
        var session = await host.MakeAccountAsync();
        var dav = new DavClient(host, session);
        await session.PutAsync("/a", [1]);
        await session.PutAsync("/b", [2]);

        Assert.Equal(412, await dav.StatusAsync("MOVE", "/a", null, ("Destination", dav.Root + "/b"), ("Overwrite", "F")));
        Assert.Equal(412, await dav.StatusAsync("COPY", "/a", null, ("Destination", dav.Root + "/b"), ("Overwrite", "F")));

        Assert.Equal([2], await session.GetContentAsync("/b"));
    }

    [Fact]
    public async Task A_move_keeps_id_and_etag_and_changes_the_etags_of_both_folders()
    {
        var session = await host.MakeAccountAsync();
        var dav = new DavClient(host, session);
        await session.PutAsync("/from/file", [1]);
        await session.PutAsync("/to/other", [1]);
        var before = (Id: await dav.PropertyAsync("/from/file", "oc:id"), Etag: await dav.PropertyAsync("/from/file", "d:getetag"));
        var root = await dav.PropertyAsync("/", "d:getetag");
        var to = await dav.PropertyAsync("/to", "d:getetag");

        Assert.Equal(201, await dav.StatusAsync("MOVE", "/from/file", null, ("Destination", dav.Root + "/to/file")));

        Assert.Equal(before, (await dav.PropertyAsync("/to/file", "oc:id"), await dav.PropertyAsync("/to/file", "d:getetag")));
        Assert.NotEqual(root, await dav.PropertyAsync("/", "d:getetag"));
        Assert.NotEqual(to, await dav.PropertyAsync("/to", "d:getetag"));
    }

    [Fact]
    public async Task An_edit_of_a_version_that_is_not_the_newest_is_refused()
    {
        var session = await host.MakeAccountAsync();
        var dav = new DavClient(host, session);
        var first = (await dav.PutAsync("/file", "one")).Headers.ETag!.Tag;
        await dav.PutAsync("/file", "two");

        Assert.Equal(HttpStatusCode.PreconditionFailed, (await dav.PutAsync("/file", "three", ("If-Match", first))).StatusCode);
        Assert.Equal(
            HttpStatusCode.PreconditionFailed, (await dav.PutAsync("/file", "three", ("If", $"<{dav.Root}/file> ([{first}])"))).StatusCode);
        Assert.Equal("two", await dav.GetAsync("/file"));
    }

    [Fact]
    public async Task A_part_of_a_file_cannot_be_put_and_destroys_nothing()
    {
        var session = await host.MakeAccountAsync();
        var dav = new DavClient(host, session);
        await dav.PutAsync("/file", "whole");
        var part = new ByteArrayContent([1]);
        part.Headers.TryAddWithoutValidation("Content-Range", "bytes 0-0/5");

        Assert.Equal(400, await dav.StatusAsync("PUT", "/file", part));
        Assert.Equal("whole", await dav.GetAsync("/file"));
    }

    [Fact]
    public async Task A_range_is_answered_as_a_part()
    {
        var session = await host.MakeAccountAsync();
        var dav = new DavClient(host, session);
        await dav.PutAsync("/file", "0123456789");

        var part = await dav.SendAsync("GET", "/file", null, ("Range", "bytes=3-5"));

        Assert.Equal((HttpStatusCode.PartialContent, "345"), (part.StatusCode, await DavClient.TextAsync(part)));
    }

    [Theory]
    [InlineData("PUT", "/missing/file", 409)]
    [InlineData("MKCOL", "/missing/folder", 409)]
    [InlineData("MKCOL", "/folder", 405)]
    [InlineData("PUT", "/folder", 405)]
    [InlineData("GET", "/folder", 405)]
    [InlineData("DELETE", "/missing", 404)]
    [InlineData("DELETE", "/", 403)]
    [InlineData("POST", "/folder", 405)]
    [InlineData("PUT", "/a%2Fb", 400)]
    [InlineData("PUT", "/%00", 400)]
    public async Task What_cannot_be_is_refused(string method, string path, int status)
    {
        var session = await host.MakeAccountAsync();
        var dav = new DavClient(host, session);
        await dav.SendAsync("MKCOL", "/folder");

        Assert.Equal(status, await dav.StatusAsync(method, path, method == "PUT" ? new ByteArrayContent([1]) : null));
    }

    [Fact]
    public async Task Names_with_every_legal_character_come_back_as_they_were()
    {
        var session = await host.MakeAccountAsync();
        var dav = new DavClient(host, session);
        var name = string.Concat(Enumerable.Range(1, 126).Select(value => (char)value).Where(value => value != '/')) + "äß€😀";
        var address = "/" + string.Concat(Encoding.UTF8.GetBytes(name).Select(value => $"%{value:X2}"));

        Assert.Equal(HttpStatusCode.Created, (await dav.PutAsync(address, "x")).StatusCode);

        var listed = (await dav.FindAsync("/", 1)).Select(DavClient.HrefOf).Single(href => href != dav.Root + "/");
        Assert.Equal("x", await dav.GetAsync(listed[dav.Root.Length..]));
        Assert.Equal(name, Uri.UnescapeDataString(listed[(dav.Root.Length + 1)..]));
    }

    [Fact]
    public async Task What_others_share_is_there_with_the_rights_that_they_gave_and_changes_the_etags_up_to_the_root()
    {
        var owner = await host.MakeAccountAsync();
        var friend = await host.MakeAccountAsync();
        await owner.PutAsync("/folder/file", [1]);
        await friend.PutAsync("/mine/own", [1]);
        await Mounting.ShareAsync(owner, "/folder", friend, "read", "/mine/theirs");
        var dav = new DavClient(host, friend);
        var root = await dav.PropertyAsync("/", "d:getetag");
        var parent = await dav.PropertyAsync("/mine", "d:getetag");

        Assert.Equal(["SGDNV", "SG"], (await dav.FindAsync("/mine/theirs", 1, "<oc:permissions/>")).Select(one => DavClient.ValueOf(one, "oc:permissions")));
        Assert.Equal(HttpStatusCode.Forbidden, (await dav.PutAsync("/mine/theirs/file", "x")).StatusCode);
        await owner.PutAsync("/folder/file", [2]);

        Assert.NotEqual(root, await dav.PropertyAsync("/", "d:getetag"));
        Assert.NotEqual(parent, await dav.PropertyAsync("/mine", "d:getetag"));
        Assert.Equal(204, await dav.StatusAsync("DELETE", "/mine/theirs"));
        Assert.Equal([2], await owner.GetContentAsync("/folder/file"));
    }
}
