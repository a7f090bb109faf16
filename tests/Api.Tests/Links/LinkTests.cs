using System.Net;
using System.Text;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Links;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Api.Contracts.Sharing;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Links;

public sealed class LinkTests(RealHost host)
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;
    private static readonly LinkRequest Read = new() { Access = "read" };

    [Fact]
    public async Task A_link_opens_a_folder_with_all_below_it_and_nothing_else()
    {
        var owner = await host.MakeAccountAsync();
        await owner.PutAsync("/secret/shared/file", [1, 2, 3]);
        await owner.PutAsync("/secret/shared/sub/deep", [4]);
        await owner.PutAsync("/secret/other", [5]);

        var (_, visitor) = await Visitor.MakeAsync(host, owner, "/secret/shared", Read);

        var info = await visitor.ReadAsync("", Json.VisitBody);
        Assert.Equal(("read", "shared", "folder", "/"), (info.Access, info.Item?.Name, info.Item?.Kind, info.Item?.Path));
        Assert.Equal(["file", "sub"], await visitor.ListAsync("/"));
        Assert.Equal(["deep"], await visitor.ListAsync("/sub"));
        Assert.Equal(new byte[] { 1, 2, 3 }, await visitor.DownloadAsync("/file"));
        Assert.Equal("/sub/deep", (await visitor.ReadAsync("/item?path=/sub/deep", Json.VisitItemBody)).Path);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/item?path=/other")).StatusCode);
        Assert.Equal(HttpStatusCode.PartialContent, (await visitor.GetAsync("/content?path=/file", ("Range", "bytes=1-"))).StatusCode);
    }

    [Fact]
    public async Task A_link_to_a_file_opens_that_file()
    {
        var owner = await host.MakeAccountAsync();
        await owner.PutAsync("/folder/file.txt", [1, 2]);
        await owner.PutAsync("/folder/other", [3]);

        var (_, visitor) = await Visitor.MakeAsync(host, owner, "/folder/file.txt", Read);

        Assert.Equal("file", (await visitor.ReadAsync("", Json.VisitBody)).Item?.Kind);
        Assert.Equal(new byte[] { 1, 2 }, await visitor.DownloadAsync("/"));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/content?path=/other")).StatusCode);
    }

    [Fact]
    public async Task A_link_to_read_changes_nothing()
    {
        var owner = await host.MakeAccountAsync();
        var file = await owner.PutAsync("/folder/file", [1]);
        var (_, visitor) = await Visitor.MakeAsync(host, owner, "/folder", Read);

        foreach (var answer in new[]
        {
            await visitor.PutAsync("/file", [2]), await visitor.PutAsync("/new", [2]), await visitor.SendAsync(HttpMethod.Post, "/folders?path=/made"),
            await visitor.SendAsync(HttpMethod.Delete, "/item?path=/file"),
        })
        {
            await Session.ProblemAsync(answer, 403, ProblemTypes.Forbidden);
        }

        Assert.Equal(file.Etag, (await owner.GetItemAsync("/folder/file")).Etag);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.BrowseAsync("/upload", HttpMethod.Post, Form(("x", "x")))).StatusCode);
    }

    [Fact]
    public async Task A_link_to_write_changes_what_lies_below_it_and_counts_to_the_owner()
    {
        var owner = await host.MakeAccountAsync();
        await owner.PutAsync("/folder/file", [1]);
        var (_, visitor) = await Visitor.MakeAsync(host, owner, "/folder", new LinkRequest { Access = "write" });

        Assert.Equal(HttpStatusCode.OK, (await visitor.PutAsync("/file", [1, 2])).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await visitor.SendAsync(HttpMethod.Post, "/folders?path=/made/deep")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await visitor.PutAsync("/made/deep/new", [1, 2, 3])).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await visitor.SendAsync(HttpMethod.Delete, "/item?path=/made/deep/new")).StatusCode);
        await Session.ProblemAsync(await visitor.SendAsync(HttpMethod.Delete, "/item"), 403, ProblemTypes.Forbidden);
        await Session.ProblemAsync(await visitor.PutAsync("/file", [9], ("If-Match", "\"0000\"")), 412, ProblemTypes.PreconditionFailed);

        Assert.Equal(2, (await owner.GetItemAsync("/folder/file")).Size);
        Assert.Contains((await owner.ReadTrashAsync()).Items, item => item.Name == "new");
        Assert.Equal(6, (await Session.ReadAsync(await owner.GetAsync("/me"), HttpStatusCode.OK, Json.MeBody)).UsedBytes);
    }

    [Fact]
    public async Task A_subfolder_that_is_closed_to_all_is_closed_to_links_too()
    {
        var owner = await host.MakeAccountAsync();
        await owner.PutAsync("/folder/closed/file", [1]);
        await owner.PutAsync("/folder/open", [1]);
        var (_, visitor) = await Visitor.MakeAsync(host, owner, "/folder", Read);
        await owner.SendAsync(HttpMethod.Put, "/items/shares?path=/folder/closed", Session.Body(new ShareRequest { Everyone = true, Access = "none" }, Json.ShareRequest));

        Assert.Equal(["open"], await visitor.ListAsync("/"));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/content?path=/closed/file")).StatusCode);
    }

    [Fact]
    public async Task Everything_about_a_link_is_changed_and_holds_at_once()
    {
        var owner = await host.MakeAccountAsync();
        await owner.PutAsync("/folder/file", [1]);
        var (link, visitor) = await Visitor.MakeAsync(host, owner, "/folder", Read with { Label = "for Ann" });

        var changed = await ChangeAsync(owner, link, new LinkChangeRequest
        {
            Access = "write",
            Label = "for all",
            Password = "open sesame",
            ExpiresAt = DateTimeOffset.UtcNow.AddDays(1),
            MaxDownloads = 5,
        });

        Assert.Equal(("write", "for all", true, 5L, true), (changed.Access, changed.Label, changed.HasPassword, changed.MaxDownloads!.Value, changed.Open));
        await Session.ProblemAsync(await visitor.GetAsync(""), 401, ProblemTypes.PasswordRequired);
        Assert.Equal(HttpStatusCode.OK, (await visitor.With("open sesame").PutAsync("/file", [1, 2])).StatusCode);

        changed = await ChangeAsync(owner, link, new LinkChangeRequest { Access = "read", NoPassword = true, NoExpiry = true, NoMaxDownloads = true });
        Assert.Equal(("read", "for all", false, null, null), (changed.Access, changed.Label, changed.HasPassword, changed.ExpiresAt, changed.MaxDownloads));
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.PutAsync("/file", [1, 2])).StatusCode);
        Assert.Equal(new byte[] { 1, 2 }, await visitor.DownloadAsync("/file"));
    }

    [Fact]
    public async Task A_link_follows_its_target_and_opens_nothing_while_that_is_in_the_trash()
    {
        var owner = await host.MakeAccountAsync();
        await owner.PutAsync("/folder/sub/file", [1]);
        var (link, visitor) = await Visitor.MakeAsync(host, owner, "/folder/sub", Read);

        await owner.PostAsync("/items/move?path=/folder/sub", new PlaceRequest { Path = "/elsewhere" }, Json.PlaceRequest);
        Assert.Equal(["file"], await visitor.ListAsync("/"));

        await owner.SendAsync(HttpMethod.Delete, "/items?path=/elsewhere");
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("")).StatusCode);
        await owner.SendAsync(HttpMethod.Post, $"/trash/{link.ItemId}/restore");
        Assert.Equal(["file"], await visitor.ListAsync("/"));
    }

    [Fact]
    public async Task Purging_the_target_kills_its_links()
    {
        var owner = await host.MakeAccountAsync();
        await owner.PutAsync("/folder/sub/file", [1]);
        var (link, visitor) = await Visitor.MakeAsync(host, owner, "/folder/sub", Read);
        await owner.SendAsync(HttpMethod.Delete, "/items?path=/folder");
        var trashed = Assert.Single((await owner.ReadTrashAsync()).Items);

        await owner.SendAsync(HttpMethod.Delete, $"/trash/{trashed.Id}");

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("")).StatusCode);
        Assert.DoesNotContain((await ListMineAsync(owner)).Links, one => one.Id == link.Id);
    }

    [Fact]
    public async Task Downloads_are_counted_when_they_begin_and_end_the_link_at_their_limit()
    {
        var owner = await host.MakeAccountAsync();
        await owner.PutAsync("/folder/file", [1, 2, 3]);
        var (link, visitor) = await Visitor.MakeAsync(host, owner, "/folder", Read with { MaxDownloads = 2 });

        await visitor.SendAsync(HttpMethod.Head, "/content?path=/file");
        await visitor.GetAsync("/content?path=/file", ("If-None-Match", "*"));
        await visitor.GetAsync("/content?path=/file", ("Range", "bytes=99-"));
        Assert.Equal(0, (await FindAsync(owner, link)).Downloads);

        await visitor.DownloadAsync("/file");
        Assert.Equal(HttpStatusCode.PartialContent, (await visitor.GetAsync("/content?path=/file", ("Range", "bytes=1-"))).StatusCode);
        Assert.Equal(1, (await FindAsync(owner, link)).Downloads);

        await visitor.DownloadAsync("/file");
        Assert.Equal((2, false), ((await FindAsync(owner, link)).Downloads, (await FindAsync(owner, link)).Open));
        Assert.Equal(HttpStatusCode.PartialContent, (await visitor.GetAsync("/content?path=/file", ("Range", "bytes=1-"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/content?path=/file")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/archive")).StatusCode);
    }

    [Fact]
    public async Task Many_downloads_at_once_are_never_more_than_the_limit()
    {
        var owner = await host.MakeAccountAsync();
        await owner.PutAsync("/file", [1, 2, 3]);
        var (_, visitor) = await Visitor.MakeAsync(host, owner, "/file", Read with { MaxDownloads = 3 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => visitor.GetAsync("/content")));

        Assert.Equal(3, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
    }

    [Fact]
    public async Task A_part_of_a_file_that_nobody_began_counts_too()
    {
        var owner = await host.MakeAccountAsync();
        await owner.PutAsync("/file", [1, 2, 3]);
        var (_, visitor) = await Visitor.MakeAsync(host, owner, "/file", Read with { MaxDownloads = 1 });

        Assert.Equal(HttpStatusCode.PartialContent, (await visitor.GetAsync("/content", ("Range", "bytes=1-"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/content", ("Range", "bytes=0-0"))).StatusCode);
    }

    [Fact]
    public async Task Those_with_access_admin_make_see_and_take_back_links_and_the_owner_sees_them()
    {
        var (owner, friend) = (await host.MakeAccountAsync(), await host.MakeAccountAsync());
        var folder = await owner.PutAsync("/folder/file", [1]);
        await owner.SendAsync(HttpMethod.Put, "/items/shares?path=/folder", Session.Body(new ShareRequest { Email = friend.Email, Access = "admin" }, Json.ShareRequest));
        var link = await Session.ReadAsync(
            await friend.PostAsync($"/items/{folder.ParentId}/links", Read, Json.LinkRequest), HttpStatusCode.Created, Json.LinkBody);

        Assert.Contains((await ListMineAsync(owner)).Links, one => one.Id == link.Id && one.Path == "/folder" && one.CreatedBy == friend.Account.UserId);
        var ofItem = await Session.ReadAsync(await friend.GetAsync($"/items/{folder.Id}/links"), HttpStatusCode.OK, Json.LinkListBody);
        Assert.Equal(link.Id, Assert.Single(ofItem.Links).Id);
        Assert.Null(ofItem.Links[0].Token);
        Assert.Equal(HttpStatusCode.NoContent, (await friend.SendAsync(HttpMethod.Delete, $"/links/{link.Id}")).StatusCode);
        Assert.Empty((await ListMineAsync(owner)).Links);
    }

    [Fact]
    public async Task Only_those_who_may_share_make_or_touch_links()
    {
        var (owner, friend) = (await host.MakeAccountAsync(), await host.MakeAccountAsync());
        var file = await owner.PutAsync("/folder/file", [1]);
        var link = await Visitor.MakeAsync(owner, "/folder/file", Read);
        await owner.SendAsync(HttpMethod.Put, "/items/shares?path=/folder", Session.Body(new ShareRequest { Email = friend.Email, Access = "write" }, Json.ShareRequest));

        await Session.ProblemAsync(await friend.PostAsync($"/items/{file.Id}/links", Read, Json.LinkRequest), 403, ProblemTypes.Forbidden);
        await Session.ProblemAsync(await friend.GetAsync($"/items/{file.Id}/links"), 403, ProblemTypes.Forbidden);
        await Session.ProblemAsync(await friend.SendAsync(HttpMethod.Delete, $"/links/{link.Id}"), 404, ProblemTypes.NotFound);
        await Session.ProblemAsync(await ChangeAnswerAsync(friend, link, new LinkChangeRequest { Access = "write" }), 404, ProblemTypes.NotFound);
        Assert.Equal("read", (await FindAsync(owner, link)).Access);
    }

    [Fact]
    public async Task Terms_that_cannot_be_are_refused()
    {
        var owner = await host.MakeAccountAsync();
        await owner.PutAsync("/folder/file", [1]);
        foreach (var (path, request, status) in new[]
        {
            ("/folder", Read with { Access = "admin" }, 400), ("/folder", Read with { Password = "short" }, 400),
            ("/folder", Read with { MaxDownloads = 0 }, 400), ("/folder", Read with { ExpiresAt = DateTimeOffset.UtcNow.AddSeconds(-1) }, 400),
            ("/folder", new LinkRequest { Access = "upload", MaxDownloads = 1 }, 400), ("/folder/file", new LinkRequest { Access = "upload" }, 409),
            ("/folder", Read with { Label = new string('x', 101) }, 400), ("/none", Read, 404),
        })
        {
            Assert.Equal(status, (int)(await owner.PostAsync($"/items/links?path={path}", request, Json.LinkRequest)).StatusCode);
        }

        Assert.Empty((await ListMineAsync(owner)).Links);
    }

    [Fact]
    public async Task What_is_put_through_the_form_arrives_under_a_name_of_its_own()
    {
        var owner = await host.MakeAccountAsync();
        await owner.PutAsync("/folder/taken.txt", [1]);
        var (_, visitor) = await Visitor.MakeAsync(host, owner, "/folder", new LinkRequest { Access = "write" });

        var answer = await visitor.BrowseAsync("/upload", HttpMethod.Post, Form(("taken.txt", "new"), ("größe.txt", "other"), ("C:\\windows\\x.txt", "third")));

        Assert.Contains("3 files have arrived", await Visitor.TextAsync(answer), StringComparison.Ordinal);
        Assert.Equal(["größe.txt", "taken (2).txt", "taken.txt", "x.txt"], (await visitor.ListAsync("/")).Order());
        Assert.Equal("new"u8.ToArray(), await owner.GetContentAsync("/folder/taken%20(2).txt"));
    }

    [Fact]
    public async Task What_is_put_into_a_drop_box_is_kept_once_however_often_its_request_is_repeated()
    {
        var owner = await host.MakeAccountAsync();
        await owner.PutAsync("/inbox/taken.txt", [1]);
        var (link, visitor) = await Visitor.MakeAsync(host, owner, "/inbox", new LinkRequest { Access = "upload" });
        var key = ("Idempotency-Key", $"{Guid.NewGuid()}");

        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.Equal(HttpStatusCode.Created, (await visitor.PutAsync("/taken.txt", [2, 3], key)).StatusCode);
        }

        Assert.Contains("Your file has arrived", await Visitor.TextAsync(await visitor.BrowseAsync("/upload", HttpMethod.Post, Form(("new", "x")))), StringComparison.Ordinal);
        var page = await Session.ReadAsync(await owner.GetAsync("/items/children?path=/inbox"), HttpStatusCode.OK, Json.ItemPageBody);
        Assert.Equal(["new", "taken (2).txt", "taken.txt"], page.Items.Select(item => item.Name));
        var versions = await Session.ReadAsync(await owner.GetAsync($"/items/{page.Items[1].Id}/versions"), HttpStatusCode.OK, Json.VersionPageBody);
        Assert.Equal(link.Id, Assert.Single(versions.Versions).DeviceId);
    }

    internal static MultipartFormDataContent Form(params (string Name, string Content)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, content) in files)
        {
            form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "files", name);
        }

        return form;
    }

    internal static Task<HttpResponseMessage> ChangeAnswerAsync(Session owner, LinkBody link, LinkChangeRequest change) =>
        owner.SendAsync(HttpMethod.Patch, $"/links/{link.Id}", Session.Body(change, Json.LinkChangeRequest));

    internal static async Task<LinkBody> ChangeAsync(Session owner, LinkBody link, LinkChangeRequest change) =>
        await Session.ReadAsync(await ChangeAnswerAsync(owner, link, change), HttpStatusCode.OK, Json.LinkBody);

    internal static async Task<LinkListBody> ListMineAsync(Session owner) =>
        await Session.ReadAsync(await owner.GetAsync("/links"), HttpStatusCode.OK, Json.LinkListBody);

    internal static async Task<LinkBody> FindAsync(Session owner, LinkBody link) =>
        Assert.Single((await ListMineAsync(owner)).Links, one => one.Id == link.Id);
}
