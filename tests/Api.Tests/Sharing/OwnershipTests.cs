using System.Net;
using FileStorage.Api.Contracts.Accounts;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Api.Contracts.Sharing;
using FileStorage.Api.Contracts.Versions;
using FileStorage.Core.Chunks;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Sharing;

public sealed class OwnershipTests(RealHost host)
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    [Fact]
    public async Task What_is_accepted_is_the_new_owners_with_its_history_and_counts_to_their_quota()
    {
        var (owner, heir) = (await host.MakeAccountAsync(), await host.MakeAccountAsync());
        await owner.PutAsync("/work/deep/report", [1]);
        await owner.PutAsync("/work/deep/report", [1, 2]);
        var before = await owner.PutAsync("/work/deep/report", [1, 2, 3]);
        await OfferAsync(owner, "/work", heir);
        var offered = Assert.Single((await SharedAsync(heir)).Shares);
        Assert.True(offered.Offered);

        var made = await AcceptAsync(heir, offered.Item.Id);

        Assert.Equal(("/work", "folder"), (made.Path, made.Kind));
        Assert.Null(made.Shared);
        var report = await heir.GetItemAsync("/work/deep/report");
        Assert.NotEqual(before.Id, report.Id);
        Assert.Equal(new byte[] { 1, 2, 3 }, await heir.GetContentAsync("/work/deep/report"));
        var (was, versions) = (await VersionsAsync(owner, before.Id), await VersionsAsync(heir, report.Id));
        Assert.Equal([3, 2, 1], versions.Select(version => version.Size));
        Assert.Equal(was.Select(Told), versions.Select(Told));
        Assert.Equal((6, 0), ((await UsageAsync(heir)).UsedBytes, Assert.Single((await owner.ReadTrashAsync()).Items).Shared is null ? 0 : 1));

        // Given back by its former owner alone: the offer is over.
        await owner.SendAsync(HttpMethod.Post, $"/items/{(await owner.ReadTrashAsync()).Items[0].Id}/restore");
        Assert.DoesNotContain((await SharedAsync(heir)).Shares, share => share.SharedBy == owner.Email);
    }

    [Fact]
    public async Task Everybody_keeps_their_access_and_the_former_owner_has_all_of_it()
    {
        var (owner, heir, third) = (await host.MakeAccountAsync(), await host.MakeAccountAsync(), await host.MakeAccountAsync());
        await owner.PutAsync("/work/open/file", [1]);
        await owner.PutAsync("/work/closed/file", [2]);
        await ShareAsync(owner, "/work/open", new ShareRequest { Email = third.Email, Access = "write" });
        await ShareAsync(owner, "/work/closed", new ShareRequest { Email = heir.Email, Access = "none" });
        await OfferAsync(owner, "/work", heir);

        await AcceptAsync(heir, Assert.Single((await SharedAsync(heir)).Shares).Item.Id);

        // What was closed to the new owner came along.
        Assert.Equal(new byte[] { 2 }, await heir.GetContentAsync("/work/closed/file"));
        var received = Assert.Single((await SharedAsync(third)).Shares, share => share.Item.Shared?.OwnerId == heir.Account.UserId);
        Assert.Equal(("open", "write"), (received.Item.Name, received.Item.Shared?.Access));
        var back = Assert.Single((await SharedAsync(owner)).Shares);
        Assert.Equal(("work", "admin", false), (back.Item.Name, back.Item.Shared?.Access, back.Offered));
    }

    [Fact]
    public async Task A_mounted_offer_comes_to_the_very_place_and_a_repeat_answers_the_same()
    {
        var (owner, heir) = (await host.MakeAccountAsync(), await host.MakeAccountAsync());
        await owner.PutAsync("/plan", [7]);
        await OfferAsync(owner, "/plan", heir);
        var offered = Assert.Single((await SharedAsync(heir)).Shares);
        await Session.ReadAsync(
            await heir.PostAsync("/folders", new MakeFolderRequest { Path = "/mine" }, Json.MakeFolderRequest), HttpStatusCode.Created, Json.ItemBody);
        var mount = await Session.ReadAsync(
            await heir.PostAsync($"/shared/{offered.Item.Id}/mount", new PlaceRequest { Path = "/mine/the plan" }, Json.PlaceRequest),
            HttpStatusCode.Created,
            Json.ItemBody);
        var key = ("Idempotency-Key", Guid.NewGuid().ToString("D"));

        var made = await AcceptAsync(heir, mount.Id, key);
        var again = await AcceptAsync(heir, mount.Id, key);

        Assert.Equal("/mine/the plan", made.Path);
        Assert.Equal((made.Id, made.Etag), (again.Id, again.Etag));
        Assert.Null((await heir.GetItemAsync("/mine/the plan")).Shared);
        Assert.Single(await VersionsAsync(heir, made.Id));
    }

    [Fact]
    public async Task Only_the_owner_offers_to_one_person_and_only_that_one_accepts()
    {
        var (owner, friend, third) = (await host.MakeAccountAsync(), await host.MakeAccountAsync(), await host.MakeAccountAsync());
        var folder = (await owner.PutAsync("/folder/file", [1])).ParentId;
        await ShareAsync(owner, "/folder", new ShareRequest { Email = friend.Email, Access = "admin" });

        var byFriend = await friend.SendAsync(
            HttpMethod.Put, $"/items/{folder}/shares", Session.Body(new ShareRequest { Email = third.Email, Access = "owner" }, Json.ShareRequest));
        Assert.Equal(HttpStatusCode.Conflict, byFriend.StatusCode);
        await Session.ProblemAsync(await friend.SendAsync(HttpMethod.Post, $"/shared/{folder}/accept"), 403, ProblemTypes.Forbidden);
        await Session.ProblemAsync(await third.SendAsync(HttpMethod.Post, $"/shared/{folder}/accept"), 404, ProblemTypes.NotFound);
        Assert.Equal(HttpStatusCode.Conflict, (await owner.SendAsync(HttpMethod.Post, $"/shared/{folder}/accept")).StatusCode);
        var ofDrive = await owner.SendAsync(
            HttpMethod.Put, "/items/shares?path=/", Session.Body(new ShareRequest { Email = friend.Email, Access = "owner" }, Json.ShareRequest));
        Assert.Equal(HttpStatusCode.Conflict, ofDrive.StatusCode);
        Assert.True(await owner.ExistsAsync("/folder/file"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_saved_while_a_folder_goes_to_another_owner_goes_along(bool isAccepted)
    {
        var (owner, heir) = (await host.MakeAccountAsync(), await host.MakeAccountAsync());
        var file = await owner.PutAsync("/shared/work/0", [0]);
        for (var index = 1; index < 100; index++)
        {
            await owner.PutAsync($"/shared/work/{index}", [0]);
        }

        await ShareAsync(owner, isAccepted ? "/shared/work" : "/shared", new ShareRequest { Email = heir.Email, Access = isAccepted ? "owner" : "write" });
        var offered = Assert.Single((await SharedAsync(heir)).Shares);
        var work = (await owner.GetItemAsync("/shared/work")).Id;
        var going = isAccepted
            ? heir.SendAsync(HttpMethod.Post, $"/shared/{offered.Item.Id}/accept")
            : heir.PostAsync($"/items/{work}/move", new PlaceRequest { Path = "/work" }, Json.PlaceRequest);

        // Not so often that it never comes to an end.
        byte saved = 0;
        for (byte content = 1; content <= 3 && !going.IsCompleted; content++)
        {
            if ((await owner.SendAsync(HttpMethod.Put, $"/items/{file.Id}/content", new ByteArrayContent([content]))).IsSuccessStatusCode)
            {
                saved = content;
            }

            await Task.WhenAny(going, Task.Delay(100, TestContext.Current.CancellationToken));
        }

        Assert.True((await going).IsSuccessStatusCode);
        Assert.Equal(new[] { saved }, await heir.GetContentAsync("/work/0"));
        Assert.False(await owner.ExistsAsync("/shared/work"));
    }

    private static (long, ChunkId?, DateTimeOffset, DateTimeOffset, Guid) Told(VersionBody version) =>
        (version.Size, version.Sha256, version.CreatedAt, version.ModifiedAt, version.DeviceId);

    private static async Task<IReadOnlyList<VersionBody>> VersionsAsync(Session session, Guid id) =>
        (await Session.ReadAsync(await session.GetAsync($"/items/{id}/versions"), HttpStatusCode.OK, Json.VersionPageBody)).Versions;

    private static async Task<MeBody> UsageAsync(Session session) => await Session.ReadAsync(await session.GetAsync("/me"), HttpStatusCode.OK, Json.MeBody);

    private static Task OfferAsync(Session owner, string path, Session to) => ShareAsync(owner, path, new ShareRequest { Email = to.Email, Access = "owner" });

    private static async Task ShareAsync(Session owner, string path, ShareRequest request) => await Session.ReadAsync(
        await owner.SendAsync(HttpMethod.Put, "/items/shares?path=" + Uri.EscapeDataString(path), Session.Body(request, Json.ShareRequest)),
        HttpStatusCode.OK,
        Json.ShareBody);

    private static async Task<ReceivedSharePageBody> SharedAsync(Session session) =>
        await Session.ReadAsync(await session.GetAsync("/shared"), HttpStatusCode.OK, Json.ReceivedSharePageBody);

    private static async Task<ItemBody> AcceptAsync(Session session, Guid id, params (string Name, string Value)[] headers) => await Session.ReadAsync(
        await session.SendAsync(HttpMethod.Post, $"/shared/{id}/accept", body: null, headers), HttpStatusCode.Created, Json.ItemBody);
}
