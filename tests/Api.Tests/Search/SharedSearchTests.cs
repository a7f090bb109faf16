using System.Net;
using System.Text;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Sharing;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Search;

/// <summary>What a recipient finds of what others share: as much as they see at that moment.</summary>
public sealed class SharedSearchTests(RealHost host)
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    [Fact]
    public async Task A_share_is_searched_from_the_moment_it_is_made_to_the_moment_it_is_taken_back()
    {
        var (owner, friend) = (await host.MakeAccountAsync(), await host.MakeAccountAsync());
        var file = await owner.PutAsync("/secret project/shared/plan.txt", Text("the walrus plan"));
        await owner.PutAsync("/secret project/other.txt", Text("the walrus budget"));
        await owner.FindAsync("q=walrus&in=content", hits => hits.Count == 2);
        Assert.Empty((await friend.SearchAsync("q=walrus")).Hits);

        await ShareAsync(owner, "/secret project/shared", friend, "read");

        var hit = Assert.Single((await friend.FindAsync("q=walrus", hits => hits.Count > 0)).Hits);
        Assert.Equal((file.Id, null), (hit.Item.Id, hit.Item.Path));
        Assert.Equal("the walrus plan", hit.Snippet!.Text);
        Assert.Empty((await friend.SearchAsync("q=secret")).Hits);
        Assert.Single((await friend.SearchAsync($"q=walrus&owner={owner.Account.UserId}")).Hits);
        Assert.Empty((await friend.SearchAsync("q=walrus&owner=me")).Hits);

        await ShareAsync(owner, "/secret project/shared", friend, "none");

        Assert.Empty((await friend.SearchAsync("q=walrus")).Hits);
        Assert.Empty((await friend.SearchAsync("q=plan")).Hits);
    }

    [Fact]
    public async Task What_is_denied_below_a_share_is_not_found()
    {
        var (owner, friend) = (await host.MakeAccountAsync(), await host.MakeAccountAsync());
        await owner.PutAsync("/shared/open.txt", Text("walrus"));
        await owner.PutAsync("/shared/closed/hidden walrus.txt", Text("walrus"));
        await ShareAsync(owner, "/shared", friend, "read");
        await owner.FindAsync("q=walrus&in=content", hits => hits.Count == 2);
        await friend.FindAsync("q=walrus", hits => hits.Count == 2);

        await ShareAsync(owner, "/shared/closed", friend, "none");

        Assert.Equal(["open.txt"], (await friend.SearchAsync("q=walrus")).Hits.Select(hit => hit.Item.Name));
    }

    [Fact]
    public async Task What_has_a_place_in_the_own_tree_is_found_there_once()
    {
        var (owner, friend) = (await host.MakeAccountAsync(), await host.MakeAccountAsync());
        await owner.PutAsync("/walrus/walrus facts.txt", Text("walrus"));
        await ShareAsync(owner, "/walrus", friend, "read");
        var shared = await owner.GetItemAsync("/walrus");
        await Session.ReadAsync(
            await friend.PostAsync($"/shared/{shared.Id}/mount", new PlaceRequest { Path = "/my walrus" }, Json.PlaceRequest),
            HttpStatusCode.Created,
            Json.ItemBody);

        var found = await friend.SearchUntilAsync("q=walrus", body => body.Behind is { Changes: 0, Contents: 0 } && body.Hits.Count == 2);

        Assert.Equal(["/my walrus", "/my walrus/walrus facts.txt"], found.Hits.Select(hit => hit.Item.Path).Order(StringComparer.Ordinal));
        Assert.Single((await friend.SearchAsync("q=facts&folder=/")).Hits);
        Assert.Single((await friend.SearchAsync("q=facts&folder=" + Uri.EscapeDataString("/my walrus"))).Hits);
    }

    [Fact]
    public async Task What_its_owner_has_put_into_the_trash_is_not_found()
    {
        var (owner, friend) = (await host.MakeAccountAsync(), await host.MakeAccountAsync());
        await owner.PutAsync("/shared/deep/walrus.txt", Text("walrus"));
        await ShareAsync(owner, "/shared", friend, "read");
        await friend.FindAsync("q=walrus", hits => hits.Count == 1);

        await owner.SendAsync(HttpMethod.Delete, "/items?path=/shared/deep");

        Assert.Empty((await friend.SearchAsync("q=walrus")).Hits);
    }

    private static async Task ShareAsync(Session owner, string path, Session with, string access)
    {
        var address = "/items/shares?path=" + Uri.EscapeDataString(path);
        var answer = await owner.SendAsync(
            HttpMethod.Put, address, Session.Body(new ShareRequest { Email = with.Email, Access = access }, Json.ShareRequest));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
