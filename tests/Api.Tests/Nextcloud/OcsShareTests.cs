using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Sharing;
using FileStorage.Tests.Api.Tests.Hosting;
using FileStorage.Tests.Api.Tests.Links;
using FileStorage.Tests.Api.Tests.WebDav;

namespace FileStorage.Tests.Api.Tests.Nextcloud;

public sealed class OcsShareTests(RealHost host)
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    [Fact]
    public async Task A_client_shares_with_a_person_changes_it_and_takes_it_back()
    {
        var (owner, client) = await MakeAsync();
        var friend = await host.MakeAccountAsync();
        await owner.PutAsync("/folder/file", [1]);

        var made = await client.ShareAsync("/folder", 0, ("shareWith", friend.Email), ("permissions", "15"));
        var number = Text(made, "id");
        var seen = await Session.ReadAsync(await friend.GetAsync("/shared"), HttpStatusCode.OK, Json.ReceivedSharePageBody);
        var changed = await client.AskAsync("PUT", "/shares/" + number, 200, ("permissions", "1"));
        var listed = Assert.Single(await client.ListAsync("?path=/folder&reshares=true"));
        var granted = await Session.ReadAsync(await owner.GetAsync("/items/shares?path=/folder"), HttpStatusCode.OK, Json.ShareListBody);
        await client.AskAsync("DELETE", "/shares/" + number, 200);

        Assert.Equal((15, 1), (made.GetProperty("permissions").GetInt32(), changed.GetProperty("permissions").GetInt32()));
        Assert.Equal((friend.Email, owner.Email, "/folder"), (Text(made, "share_with"), Text(made, "uid_owner"), Text(made, "path")));
        Assert.Equal("write", Assert.Single(seen.Shares).Item.Shared!.Access);
        Assert.Equal(number, Text(listed, "id"));
        Assert.Equal("read", Assert.Single(granted.Shares).Access);
        Assert.Empty(await client.ListAsync());
        await client.AskAsync("GET", "/shares/" + number, 404);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(17, 1)]
    [InlineData(7, 1)]
    [InlineData(15, 15)]
    [InlineData(31, 31)]
    public async Task Nobody_is_given_more_than_the_bits_say(int asked, int given)
    {
        var (owner, client) = await MakeAsync();
        await owner.PutAsync("/folder/file", [1]);

        var made = await client.ShareAsync("/folder", 0, ("shareWith", "friend@example.net"), ("permissions", $"{asked}"));

        Assert.Equal(given, made.GetProperty("permissions").GetInt32());
    }

    [Fact]
    public async Task A_link_is_made_with_its_terms_and_its_address_is_told_once()
    {
        var (owner, client) = await MakeAsync();
        await owner.PutAsync("/folder/file", [7]);

        var made = await client.ShareAsync(
            "/folder", 3, ("permissions", "1"), ("password", "long enough"), ("expireDate", "2999-12-31"), ("label", "for them"));
        var address = Text(made, "url");
        var number = Text(made, "id");
        var visitor = new Visitor(host.Anonymous, Text(made, "token"), "long enough");
        var listed = Assert.Single(await client.ListAsync("?path=/folder"));
        var open = await client.AskAsync("PUT", "/shares/" + number, 200, ("password", ""), ("expireDate", ""));

        Assert.EndsWith("/s/" + Text(made, "token"), address, StringComparison.Ordinal);
        Assert.Equal([7], await visitor.DownloadAsync("/file"));
        Assert.Equal("2999-12-31 00:00:00", Text(made, "expiration"));
        Assert.Equal((number, "for them", ""), (Text(listed, "id"), Text(listed, "label"), Text(listed, "url")));
        Assert.Equal(JsonValueKind.Null, listed.GetProperty("token").ValueKind);
        Assert.NotEqual(JsonValueKind.Null, listed.GetProperty("password").ValueKind);
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (open.GetProperty("password").ValueKind, open.GetProperty("expiration").ValueKind));
        Assert.Equal([7], await visitor.With(null).DownloadAsync("/file"));
        await client.AskAsync("DELETE", "/shares/" + number, 200);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.With(null).GetAsync("/item")).StatusCode);
    }

    [Theory]
    [InlineData("permissions", "4", "upload")]
    [InlineData("publicUpload", "true", "write")]
    [InlineData("permissions", "15", "write")]
    [InlineData("label", "nothing else", "read")]
    public async Task What_a_link_lets_one_do_follows_from_what_the_client_asks_for(string name, string value, string access)
    {
        var (owner, client) = await MakeAsync();
        await owner.PutAsync("/folder/file", [1]);

        await client.ShareAsync("/folder", 3, (name, value));

        var links = await Session.ReadAsync(await owner.GetAsync("/items/links?path=/folder"), HttpStatusCode.OK, Json.LinkListBody);
        Assert.Equal(access, Assert.Single(links.Links).Access);
    }

    [Fact]
    public async Task A_search_tells_nobody_who_has_an_account()
    {
        var (_, client) = await MakeAsync();
        var other = await host.MakeAccountAsync();
        var nobody = $"{Guid.NewGuid():N}@example.org";

        var known = (await SearchAsync(client, other.Email)).Replace(other.Email, "ADDRESS", StringComparison.Ordinal);
        var unknown = (await SearchAsync(client, nobody)).Replace(nobody, "ADDRESS", StringComparison.Ordinal);
        var part = await SearchAsync(client, other.Email[..8]);

        Assert.Equal(unknown, known);
        Assert.Contains("ADDRESS", known, StringComparison.Ordinal);
        Assert.DoesNotContain(other.Email, part, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_that_one_is_in_is_found_and_shared_with()
    {
        var (owner, client) = await MakeAsync();
        await owner.PutAsync("/folder/file", [1]);
        var group = await Session.ReadAsync(
            await owner.PostAsync("/groups", new GroupRequest { Name = "Friends of mine" }, Json.GroupRequest), HttpStatusCode.Created, Json.GroupBody);

        var found = await client.AskAsync("GET", "/sharees?search=friends&itemType=folder&shareType[]=0&shareType[]=1", 200);
        var with = found.GetProperty("groups")[0].GetProperty("value").GetProperty("shareWith").GetString()!;
        var made = await client.ShareAsync("/folder", 1, ("shareWith", with));

        Assert.Equal(group.Id, Guid.Parse(with));
        Assert.Equal((1, "Friends of mine"), (made.GetProperty("share_type").GetInt32(), Text(made, "share_with_displayname")));
        await client.AskAsync("POST", "/shares", 404, ("path", "/folder"), ("shareType", "1"), ("shareWith", Guid.NewGuid().ToString("N")));
    }

    [Fact]
    public async Task What_one_received_waits_to_be_accepted_and_is_given_up()
    {
        var (owner, client) = await MakeAsync();
        var (friend, theirs) = await MakeAsync();
        await owner.PutAsync("/folder/file", [1]);
        await client.ShareAsync("/folder", 0, ("shareWith", friend.Email), ("permissions", "31"));

        var waiting = Assert.Single((await theirs.AskAsync("GET", "/shares/pending", 200)).EnumerateArray());
        Assert.Empty(await theirs.ListAsync("?shared_with_me=true"));
        await theirs.AskAsync("POST", "/shares/pending/" + Text(waiting, "id"), 200);
        var received = Assert.Single(await theirs.ListAsync("?shared_with_me=true"));
        var onward = await theirs.ShareAsync("/folder/file", 0, ("shareWith", "third@example.net"), ("permissions", "1"));
        var mine = await client.ListAsync("?path=/folder&subfiles=true&reshares=true");
        var left = await theirs.AskAsync("DELETE", "/shares/" + Text(received, "id"), 200);

        Assert.Equal((owner.Email, "/folder", 31), (Text(received, "uid_owner"), Text(received, "path"), received.GetProperty("permissions").GetInt32()));
        Assert.Equal((friend.Email, owner.Email), (Text(onward, "uid_owner"), Text(onward, "uid_file_owner")));
        Assert.Equal("third@example.net", Text(Assert.Single(mine), "share_with"));
        Assert.Empty(left.EnumerateArray());
        Assert.False(await friend.ExistsAsync("/folder"));
    }

    [Fact]
    public async Task Who_may_not_share_an_item_neither_shares_it_nor_sees_with_whom_it_is_shared()
    {
        var (owner, client) = await MakeAsync();
        var (friend, theirs) = await MakeAsync();
        await owner.PutAsync("/folder/file", [1]);
        await Mounting.ShareAsync(owner, "/folder", friend, "write", "/theirs");
        var made = Assert.Single(await client.ListAsync());

        await theirs.AskAsync("POST", "/shares", 403, ("path", "/theirs"), ("shareType", "0"), ("shareWith", "third@example.net"));
        await theirs.AskAsync("POST", "/shares", 403, ("path", "/theirs"), ("shareType", "3"));
        await theirs.AskAsync("PUT", "/shares/" + Text(made, "id"), 404, ("permissions", "31"));

        Assert.Empty(await theirs.ListAsync("?path=/theirs&reshares=true"));
        Assert.Empty(await theirs.ListAsync());
    }

    [Fact]
    public async Task What_cannot_be_kept_is_refused_and_not_forgotten()
    {
        var (owner, client) = await MakeAsync();
        await owner.PutAsync("/folder/file", [1]);

        await client.AskAsync("POST", "/shares", 404, ("path", "/missing"), ("shareType", "3"));
        await client.AskAsync("POST", "/shares", 400, ("path", "/folder"), ("shareType", "4"), ("shareWith", "a@example.org"));
        await client.AskAsync("POST", "/shares", 400, ("path", "/folder"), ("shareType", "0"), ("shareWith", "a@example.org"), ("expireDate", "2999-01-01"));
        await client.AskAsync("POST", "/shares", 400, ("path", "/folder"), ("shareType", "0"), ("shareWith", "no address"));
        await client.AskAsync("POST", "/shares", 400, ("path", "/folder"), ("shareType", "3"), ("note", "for you"));
        await client.AskAsync("POST", "/shares", 400, ("path", "/folder"), ("shareType", "3"), ("password", "short"));
        await client.AskAsync("POST", "/shares", 400, ("path", "/folder"), ("shareType", "3"), ("expireDate", "soon"));
        await client.AskAsync("POST", "/shares", 400, ("path", "/folder/file"), ("shareType", "3"), ("permissions", "4"));

        Assert.Empty(await client.ListAsync());
    }

    [Fact]
    public async Task A_form_of_another_site_shares_nothing()
    {
        var (owner, client) = await MakeAsync();
        await owner.PutAsync("/folder/file", [1]);
        var form = new FormUrlEncodedContent([KeyValuePair.Create("path", "/folder"), KeyValuePair.Create("shareType", "3")]);

        var answer = await new DavClient(host, owner).SendAsync("POST", "//ocs/v2.php/apps/files_sharing/api/v1/shares", form);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(await client.ListAsync());
    }

    [Fact]
    public async Task Answers_are_XML_where_JSON_is_not_asked_for_and_version_1_has_its_status_in_the_body()
    {
        var (owner, client) = await MakeAsync();
        await owner.PutAsync("/a & b <\u0001>", [1]);
        await client.ShareAsync("/a & b <\u0001>", 3);
        var dav = new DavClient(host, owner);

        var answer = await dav.SendAsync("GET", "//ocs/v1.php/apps/files_sharing/api/v1/shares");
        var missing = await dav.SendAsync("GET", "//ocs/v1.php/apps/files_sharing/api/v1/shares/1");

        var ocs = XDocument.Parse(await DavClient.TextAsync(answer)).Root!;
        Assert.Equal("application/xml; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("100", ocs.Element("meta")!.Element("statuscode")!.Value);
        Assert.Equal("/a & b <\uFFFD>", ocs.Element("data")!.Element("element")!.Element("path")!.Value);
        Assert.Equal(HttpStatusCode.OK, missing.StatusCode);
        Assert.Equal("404", XDocument.Parse(await DavClient.TextAsync(missing)).Root!.Element("meta")!.Element("statuscode")!.Value);
    }

    [Fact]
    public async Task A_listing_tells_with_what_kinds_of_others_an_item_is_shared()
    {
        var (owner, client) = await MakeAsync();
        var friend = await host.MakeAccountAsync();
        await owner.PutAsync("/folder/file", [1]);
        await Mounting.ShareAsync(owner, "/folder", friend, "read", "/theirs");
        await client.ShareAsync("/folder", 3);
        var dav = new DavClient(host, owner);
        var theirs = new DavClient(host, friend);
        const string Permissions = "x:share-permissions xmlns:x='http://open-collaboration-services.org/ns'";

        var listed = await dav.FindAsync("/", 1, "<oc:share-types/>");

        Assert.Equal("03", DavClient.ValueOf(listed.Single(one => DavClient.HrefOf(one).EndsWith("folder/", StringComparison.Ordinal)), "oc:share-types"));
        Assert.Equal("", await dav.PropertyAsync("/folder/file", "oc:share-types"));
        Assert.Equal("", await theirs.PropertyAsync("/theirs", "oc:share-types"));
        Assert.Equal(("31", "1"), (await dav.PropertyAsync("/folder", Permissions), await theirs.PropertyAsync("/theirs", Permissions)));
        Assert.Equal(("RGDNVCK", "SGDNV"), (await dav.PropertyAsync("/folder", "oc:permissions"), await theirs.PropertyAsync("/theirs", "oc:permissions")));
    }

    private async Task<(Session Owner, OcsClient Client)> MakeAsync()
    {
        var session = await host.MakeAccountAsync();
        return (session, new OcsClient(host, session));
    }

    private static async Task<string> SearchAsync(OcsClient client, string text) =>
        (await client.AskAsync("GET", "/sharees?itemType=file&search=" + Uri.EscapeDataString(text), 200)).GetRawText();

    private static string Text(JsonElement share, string name) => share.GetProperty(name).GetString()!;
}
