using System.Net;
using FileStorage.Api.Contracts.Accounts;
using FileStorage.Api.Contracts.Changes;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Api.Contracts.Sharing;
using FileStorage.Core.Chunks;
using FileStorage.Tests.Api.Tests.Hosting;
using FileStorage.Tests.Api.Tests.Tus;

namespace FileStorage.Tests.Api.Tests.Sharing;

public sealed class SharingTests(RealHost host)
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    [Fact]
    public async Task What_is_shared_is_seen_mounted_and_read_by_the_recipient_and_by_nobody_else()
    {
        var (owner, friend, stranger) = await ThreeAsync();
        var file = await owner.PutAsync("/private/shared/file", [1, 2, 3]);
        await ShareAsync(owner, "/private/shared", friend, "read");

        var received = Assert.Single((await SharedAsync(friend)).Shares);
        Assert.Equal(("shared", null, "read"), (received.Item.Name, received.Item.Path, received.Item.Shared?.Access));
        Assert.Equal(owner.Email, received.SharedBy);
        Assert.Empty((await SharedAsync(stranger)).Shares);
        Assert.Equal(HttpStatusCode.OK, (await friend.GetAsync($"/items/{file.Id}/content")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/items/{file.Id}/content")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await friend.GetAsync($"/items/{owner.Account.DriveId}")).StatusCode);

        await MountAsync(friend, received.Item.Id, "/from a friend");
        var seen = await friend.GetItemAsync("/from a friend/file");
        Assert.Equal(("/from a friend/file", file.Etag), (seen.Path, seen.Etag));
        Assert.Equal(new byte[] { 1, 2, 3 }, await friend.GetContentAsync("/from%20a%20friend/file"));
        var page = await ListAsync(friend, "/from a friend");
        Assert.Equal("file", Assert.Single(page.Items).Name);
    }

    [Fact]
    public async Task Nothing_tells_of_what_lies_above_a_share()
    {
        var (owner, friend, _) = await ThreeAsync();
        var file = await owner.PutAsync("/secret project/shared/deep/file", [1]);
        await ShareAsync(owner, "/secret project/shared", friend, "admin");
        var mount = await MountAsync(friend, Assert.Single((await SharedAsync(friend)).Shares).Item.Id, "/here");

        var answers = new[]
        {
            await friend.GetAsync($"/items/{file.Id}"), await friend.GetAsync("/items?path=/here"), await friend.GetAsync("/items/children?path=/here"),
            await friend.GetAsync("/changes"), await friend.GetAsync("/shared"), await friend.GetAsync($"/items/{mount.Id}/shares"),
            await friend.GetAsync("/trash?path=/here"),
        };

        var folder = await owner.GetItemAsync("/secret project");
        foreach (var answer in answers)
        {
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
            Assert.DoesNotContain(folder.Id.ToString("D"), text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Whoever_may_only_read_changes_nothing()
    {
        var (owner, friend, _) = await ThreeAsync();
        var file = await owner.PutAsync("/folder/file", [1]);
        await ShareAsync(owner, "/folder", friend, "read");
        await MountAsync(friend, Assert.Single((await SharedAsync(friend)).Shares).Item.Id, "/m");

        foreach (var answer in new[]
        {
            await friend.SendAsync(HttpMethod.Put, "/content/m/file", new ByteArrayContent([2])),
            await friend.SendAsync(HttpMethod.Put, "/content/m/new", new ByteArrayContent([2])),
            await friend.PostAsync("/uploads", Session.Declaration("/m/file", [2]), Json.CreateUploadRequest),
            await friend.PostAsync("/uploads", Session.Declaration("/m/new", [2]), Json.CreateUploadRequest),
            await new TusClient(friend).SendAsync(HttpMethod.Post, "/tus?path=/m/file", null, ("Upload-Length", "1000")),
            await new TusClient(friend).SendAsync(HttpMethod.Post, "/tus?path=/m/new", null, ("Upload-Length", "1000")),
            await friend.SendAsync(HttpMethod.Put, $"/items/{file.Id}/content", new ByteArrayContent([2])),
            await friend.PostAsync($"/items/{file.Id}/move", new PlaceRequest { Path = "/m/other" }, Json.PlaceRequest),
            await friend.SendAsync(HttpMethod.Delete, $"/items/{file.Id}"),
            await friend.PostAsync("/folders", new MakeFolderRequest { Path = "/m/made" }, Json.MakeFolderRequest),
            await friend.PostAsync($"/items/{file.Id}/versions/1/restore", new PlaceRequest(), Json.PlaceRequest),
            await friend.PostAsync("/items/copy?path=/m/file", new PlaceRequest { Path = "/m/copy" }, Json.PlaceRequest),
        })
        {
            await Session.ProblemAsync(answer, 403, ProblemTypes.Forbidden);
        }

        Assert.Equal(file.Etag, (await owner.GetItemAsync("/folder/file")).Etag);
        Assert.Equal(HttpStatusCode.Created, (await friend.PostAsync(
            "/items/copy?path=/m/file", new PlaceRequest { Path = "/mine" }, Json.PlaceRequest)).StatusCode);
    }

    [Fact]
    public async Task What_a_recipient_writes_belongs_to_the_owner_and_counts_to_their_quota()
    {
        var (owner, friend, _) = await ThreeAsync();
        await owner.PutAsync("/folder/file", [1]);
        await ShareAsync(owner, "/folder", friend, "write");
        await MountAsync(friend, Assert.Single((await SharedAsync(friend)).Shares).Item.Id, "/m");

        await friend.PutAsync("/m/file", [1, 2]);
        await friend.PutAsync("/m/sub/new", [1, 2, 3]);

        Assert.Equal(2, (await owner.GetItemAsync("/folder/file")).Size);
        Assert.Equal(3, (await owner.GetItemAsync("/folder/sub/new")).Size);
        Assert.Equal(6, (await MeAsync(owner)).UsedBytes);
        Assert.Equal(0, (await MeAsync(friend)).UsedBytes);
    }

    [Fact]
    public async Task What_was_shared_itself_stays_where_its_owner_put_it()
    {
        var (owner, friend, _) = await ThreeAsync();
        var file = await owner.PutAsync("/folder/file", [1]);
        await ShareAsync(owner, "/folder/file", friend, "write");

        await Session.ProblemAsync(await friend.SendAsync(HttpMethod.Delete, $"/items/{file.Id}"), 403, ProblemTypes.Forbidden);
        Assert.Equal(HttpStatusCode.OK, (await friend.SendAsync(HttpMethod.Put, $"/items/{file.Id}/content", new ByteArrayContent([1, 2]))).StatusCode);
        Assert.Equal(2, (await owner.GetItemAsync("/folder/file")).Size);
    }

    [Fact]
    public async Task A_mount_is_moved_renamed_and_given_up_without_touching_what_it_shows()
    {
        var (owner, friend, _) = await ThreeAsync();
        await owner.PutAsync("/folder/file", [1]);
        await ShareAsync(owner, "/folder", friend, "write");
        var mount = await MountAsync(friend, Assert.Single((await SharedAsync(friend)).Shares).Item.Id, "/m");

        await friend.PostAsync("/items/move?path=/m", new PlaceRequest { Path = "/other" }, Json.PlaceRequest);
        Assert.Equal("/other/file", (await friend.GetItemAsync("/other/file")).Path);
        await friend.SendAsync(HttpMethod.Delete, $"/items/{mount.Id}");

        Assert.Equal(HttpStatusCode.NotFound, (await friend.GetAsync("/items?path=/other")).StatusCode);
        Assert.Equal("file", (await owner.GetItemAsync("/folder/file")).Name);
        Assert.Single((await SharedAsync(friend)).Shares);
    }

    [Fact]
    public async Task What_is_taken_back_is_gone_at_once_and_its_place_too()
    {
        var (owner, friend, _) = await ThreeAsync();
        var file = await owner.PutAsync("/folder/file", [1]);
        var share = await ShareAsync(owner, "/folder", friend, "write");
        await MountAsync(friend, Assert.Single((await SharedAsync(friend)).Shares).Item.Id, "/m");

        await owner.SendAsync(HttpMethod.Delete, $"/items/shares/{share.Grantee.Id}?path=/folder");

        Assert.Equal(HttpStatusCode.NotFound, (await friend.GetAsync($"/items/{file.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await friend.GetAsync("/content/m/file")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await friend.SendAsync(HttpMethod.Put, "/content/m/file", new ByteArrayContent([2]))).StatusCode);
        Assert.Empty((await SharedAsync(friend)).Shares);
        Assert.DoesNotContain((await ListAsync(friend, "/")).Items, item => item.Name == "m");
        await friend.PutAsync("/m", [9]);
    }

    [Fact]
    public async Task A_subfolder_may_be_closed_to_all_but_some()
    {
        var (owner, friend, other) = await ThreeAsync();
        await owner.PutAsync("/folder/open", [1]);
        var closed = await owner.PutAsync("/folder/closed/file", [1]);
        await ShareAsync(owner, "/folder", friend, "write");
        await ShareAsync(owner, "/folder", other, "write");
        await ShareAsync(owner, "/folder/closed", new ShareRequest { Everyone = true, Access = "none" });
        await ShareAsync(owner, "/folder/closed", other, "read");

        var mount = await MountAsync(friend, Assert.Single((await SharedAsync(friend)).Shares).Item.Id, "/m");
        Assert.Equal("open", Assert.Single((await ListAsync(friend, "/m")).Items).Name);
        Assert.Equal(HttpStatusCode.NotFound, (await friend.GetAsync($"/items/{closed.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync($"/items/{closed.Id}")).StatusCode);
        await Session.ProblemAsync(await other.SendAsync(HttpMethod.Put, $"/items/{closed.Id}/content", new ByteArrayContent([2])), 403, ProblemTypes.Forbidden);
        var feed = await ChangesAsync(friend, null);
        Assert.DoesNotContain(feed.Changes, change => change.Item.Name == "closed" || change.Item.Id == closed.Id);
        Assert.Contains(feed.Changes, change => change.Item.Name == "open" && change.Item.ParentId == mount.Id);
    }

    [Fact]
    public async Task The_feed_tells_a_recipient_what_changes_comes_and_goes()
    {
        var (owner, friend, _) = await ThreeAsync();
        var file = await owner.PutAsync("/folder/file", [1]);
        var outside = await owner.PutAsync("/outside/dir/inner", [1]);
        await ShareAsync(owner, "/folder", friend, "read");
        var mount = await MountAsync(friend, Assert.Single((await SharedAsync(friend)).Shares).Item.Id, "/m");
        var cursor = (await ChangesAsync(friend, null)).Cursor;

        await owner.PutAsync("/folder/file", [1, 2]);
        await owner.PutAsync("/outside/unseen", [1]);
        var news = await ChangesAsync(friend, cursor);
        Assert.Equal([(file.Id, mount.Id, 2L)], news.Changes.Select(change => (change.Item.Id, change.Item.ParentId, change.Item.Size)));

        await owner.PostAsync($"/items/{file.Id}/move", new PlaceRequest { Path = "/file" }, Json.PlaceRequest);
        news = await ChangesAsync(friend, news.Cursor);
        var gone = Assert.Single(news.Changes);
        Assert.Equal((file.Id, "purged", ""), (gone.Item.Id, gone.Item.State, gone.Item.Name));

        await owner.PostAsync("/items/move?path=/outside/dir", new PlaceRequest { Path = "/folder/dir" }, Json.PlaceRequest);
        news = await ReadAllAsync(friend, news.Cursor);
        Assert.Equal("reset", news.Changes[0].Kind);
        Assert.Contains(news.Changes, change => change.Item.Id == outside.Id && change.Item.State == "live");
        Assert.DoesNotContain(news.Changes, change => change.Item.Name == "unseen");

        var share = (await SharesAsync(owner, "/folder")).Shares.Single();
        await owner.SendAsync(HttpMethod.Delete, $"/items/shares/{share.Grantee.Id}?path=/folder");
        news = await ChangesAsync(friend, news.Cursor);
        Assert.Equal((mount.Id, "purged"), news.Changes.Select(change => (change.Item.Id, change.Item.State)).Last());
    }

    [Fact]
    public async Task A_recipient_is_rung_for_what_others_change()
    {
        var (owner, friend, _) = await ThreeAsync();
        await owner.PutAsync("/folder/file", [1]);
        await ShareAsync(owner, "/folder", friend, "read");
        await MountAsync(friend, Assert.Single((await SharedAsync(friend)).Shares).Item.Id, "/m");
        var cursor = (await ChangesAsync(friend, null)).Cursor;

        var waiting = friend.GetAsync($"/changes?cursor={cursor}&wait=30");
        await owner.PutAsync("/folder/file", [1, 2]);

        var news = await Session.ReadAsync(await waiting, HttpStatusCode.OK, Json.ChangesBody);
        Assert.Equal("changed", Assert.Single(news.Changes).Kind);
    }

    [Fact]
    public async Task A_share_with_an_address_waits_for_its_account()
    {
        var owner = await host.MakeAccountAsync();
        await owner.PutAsync("/folder/file", [1]);
        var email = $"{Guid.NewGuid():N}@example.org";
        await ShareAsync(owner, "/folder", new ShareRequest { Email = email.ToUpperInvariant(), Access = "read" });

        var late = await host.MakeAccountAsync(email);

        Assert.Equal("folder", Assert.Single((await SharedAsync(late)).Shares).Item.Name);
    }

    [Fact]
    public async Task A_group_is_shared_with_as_one_and_whoever_leaves_it_loses_that()
    {
        var (owner, friend, other) = await ThreeAsync();
        var file = await owner.PutAsync("/folder/file", [1]);
        var group = await Session.ReadAsync(
            await owner.PostAsync("/groups", new GroupRequest { Name = "team" }, Json.GroupRequest), HttpStatusCode.Created, Json.GroupBody);
        await owner.PostAsync($"/groups/{group.Id}/members", new GroupMemberRequest { Email = friend.Email }, Json.GroupMemberRequest);
        await ShareAsync(owner, "/folder", new ShareRequest { GroupId = group.Id, Access = "write" });

        Assert.Single((await SharedAsync(friend)).Shares);
        Assert.Equal(HttpStatusCode.OK, (await friend.SendAsync(HttpMethod.Put, $"/items/{file.Id}/content", new ByteArrayContent([2]))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/groups/{group.Id}")).StatusCode);
        await Session.ProblemAsync(
            await friend.PostAsync($"/groups/{group.Id}/members", new GroupMemberRequest { Email = other.Email }, Json.GroupMemberRequest),
            403,
            ProblemTypes.Forbidden);

        await owner.SendAsync(HttpMethod.Delete, $"/groups/{group.Id}/members/{friend.Account.UserId}");
        Assert.Equal(HttpStatusCode.NotFound, (await friend.GetAsync($"/items/{file.Id}")).StatusCode);
        Assert.Empty((await SharedAsync(friend)).Shares);
    }

    [Fact]
    public async Task Only_those_who_may_share_do_and_whoever_was_let_in_may_leave()
    {
        var (owner, friend, other) = await ThreeAsync();
        var file = await owner.PutAsync("/folder/file", [1]);
        await ShareAsync(owner, "/folder", friend, "write");
        var item = Assert.Single((await SharedAsync(friend)).Shares).Item;
        var request = new ShareRequest { Email = other.Email, Access = "read" };

        await Session.ProblemAsync(await PutShareAsync(friend, $"/items/{item.Id}/shares", request), 403, ProblemTypes.Forbidden);
        await ShareAsync(owner, "/folder", friend, "admin");
        Assert.Equal(HttpStatusCode.OK, (await PutShareAsync(friend, $"/items/{item.Id}/shares", request)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync($"/items/{file.Id}")).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await other.SendAsync(HttpMethod.Delete, $"/shared/{item.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/items/{file.Id}")).StatusCode);
    }

    [Fact]
    public async Task A_hash_buys_nothing_in_a_shared_folder_either()
    {
        var (owner, friend, _) = await ThreeAsync();
        var secret = TestBytes.Random(5000);
        await owner.PutAsync("/private", secret);
        await owner.PutAsync("/folder/file", [1]);
        await ShareAsync(owner, "/folder", friend, "write");
        await MountAsync(friend, Assert.Single((await SharedAsync(friend)).Shares).Item.Id, "/m");

        var upload = await friend.DeclareAsync("/m/copy", secret);

        Assert.Equal([ChunkId.Of(secret)], upload.Missing);
    }

    [Theory]
    [InlineData("""{"access":"read"}""")]
    [InlineData("""{"access":"own","email":"a@b"}""")]
    [InlineData("""{"access":"read","email":"a@b","everyone":true}""")]
    [InlineData("""{"access":"read","email":"nobody"}""")]
    public async Task A_share_that_makes_no_sense_is_refused(string body)
    {
        var owner = await host.MakeAccountAsync();
        await owner.PutAsync("/file", [1]);

        var answer = await owner.SendAsync(HttpMethod.Put, "/items/shares?path=/file", Session.Text(body));

        await Session.ProblemAsync(answer, 400, ProblemTypes.BadRequest);
    }

    [Fact]
    public async Task Nothing_is_given_to_everyone()
    {
        var owner = await host.MakeAccountAsync();
        await owner.PutAsync("/file", [1]);

        var answer = await PutShareAsync(owner, "/items/shares?path=/file", new ShareRequest { Everyone = true, Access = "read" });

        await Session.ProblemAsync(answer, 409, ProblemTypes.NotPossible);
    }

    private async Task<(Session Owner, Session Friend, Session Other)> ThreeAsync() =>
        (await host.MakeAccountAsync(), await host.MakeAccountAsync(), await host.MakeAccountAsync());

    private static async Task<MeBody> MeAsync(Session session) =>
        await Session.ReadAsync(await session.GetAsync("/me"), HttpStatusCode.OK, Json.MeBody);

    private static Task<HttpResponseMessage> PutShareAsync(Session session, string address, ShareRequest request) =>
        session.SendAsync(HttpMethod.Put, address, Session.Body(request, Json.ShareRequest));

    private static async Task<ShareBody> ShareAsync(Session owner, string path, ShareRequest request) =>
        await Session.ReadAsync(
            await PutShareAsync(owner, "/items/shares?path=" + Uri.EscapeDataString(path), request), HttpStatusCode.OK, Json.ShareBody);

    private static Task<ShareBody> ShareAsync(Session owner, string path, Session with, string access) =>
        ShareAsync(owner, path, new ShareRequest { Email = with.Email, Access = access });

    private static async Task<ShareListBody> SharesAsync(Session session, string path) =>
        await Session.ReadAsync(await session.GetAsync("/items/shares?path=" + Uri.EscapeDataString(path)), HttpStatusCode.OK, Json.ShareListBody);

    private static async Task<ReceivedSharePageBody> SharedAsync(Session session) =>
        await Session.ReadAsync(await session.GetAsync("/shared"), HttpStatusCode.OK, Json.ReceivedSharePageBody);

    private static async Task<ItemBody> MountAsync(Session session, Guid itemId, string path) => await Session.ReadAsync(
        await session.PostAsync($"/shared/{itemId}/mount", new PlaceRequest { Path = path }, Json.PlaceRequest), HttpStatusCode.Created, Json.ItemBody);

    private static async Task<ItemPageBody> ListAsync(Session session, string path) => await Session.ReadAsync(
        await session.GetAsync("/items/children?path=" + Uri.EscapeDataString(path)), HttpStatusCode.OK, Json.ItemPageBody);

    private static async Task<ChangesBody> ChangesAsync(Session session, string? cursor) => await Session.ReadAsync(
        await session.GetAsync("/changes?limit=1000" + (cursor is null ? "" : "&cursor=" + cursor)), HttpStatusCode.OK, Json.ChangesBody);

    private static async Task<ChangesBody> ReadAllAsync(Session session, string cursor)
    {
        var changes = new List<ChangeBody>();
        ChangesBody page;
        do
        {
            page = await ChangesAsync(session, cursor);
            changes.AddRange(page.Changes);
            cursor = page.Cursor;
        }
        while (page.More);

        return page with { Changes = changes };
    }
}
