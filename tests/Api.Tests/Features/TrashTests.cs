using System.Net;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Features;

public sealed class TrashTests(RealHost host)
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    [Fact]
    public async Task What_was_deleted_is_in_the_trash_with_its_path_and_comes_back()
    {
        var session = await host.MakeAccountAsync();
        var item = await session.PutAsync("/a/b", [1, 2]);
        await session.SendAsync(HttpMethod.Delete, "/items?path=/a/b");

        var trash = await session.ReadTrashAsync();
        var restored = await Session.ReadAsync(
            await session.SendAsync(HttpMethod.Post, $"/trash/{item.Id}/restore"), HttpStatusCode.OK, Json.ItemBody);

        Assert.Equal(("/a/b", item.Id), (trash.Items.Single().Path, trash.Items.Single().Id));
        Assert.Equal("/a/b", restored.Path);
        Assert.Equal([1, 2], await session.GetContentAsync("/a/b"));
    }

    [Fact]
    public async Task It_can_come_back_somewhere_else()
    {
        var session = await host.MakeAccountAsync();
        var item = await session.PutAsync("/a", [1]);
        await session.SendAsync(HttpMethod.Delete, "/items?path=/a");
        await session.PutAsync("/a", [2]);

        var taken = await session.SendAsync(HttpMethod.Post, $"/trash/{item.Id}/restore");
        var elsewhere = await session.PostAsync($"/trash/{item.Id}/restore", new PlaceRequest { Path = "/old a" }, Json.PlaceRequest);

        await Session.ProblemAsync(taken, 409, ProblemTypes.NameTaken);
        Assert.Equal(HttpStatusCode.OK, elsewhere.StatusCode);
        Assert.Equal([1], await session.GetContentAsync("/old a"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_purged_is_gone_and_gives_its_quota_back()
    {
        var session = await host.MakeAccountAsync();
        var first = await session.PutAsync("/a", [1, 2, 3]);
        await session.PutAsync("/b", [1]);
        await session.SendAsync(HttpMethod.Delete, "/items?path=/a");
        await session.SendAsync(HttpMethod.Delete, "/items?path=/b");

        Assert.Equal(HttpStatusCode.NoContent, (await session.SendAsync(HttpMethod.Delete, $"/trash/{first.Id}")).StatusCode);
        Assert.Single((await session.ReadTrashAsync()).Items);
        Assert.Equal(HttpStatusCode.NoContent, (await session.SendAsync(HttpMethod.Delete, "/trash")).StatusCode);

        Assert.Empty((await session.ReadTrashAsync()).Items);
        await Session.ProblemAsync(await session.GetAsync($"/items/{first.Id}"), 404, ProblemTypes.NotFound);

        // The drive purges a bounded part at a time; the test's own timeout ends a wait that is in vain.
        while ((await Session.ReadAsync(await session.GetAsync("/me"), HttpStatusCode.OK, Json.MeBody)).UsedBytes > 0)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task What_is_not_in_the_trash_cannot_be_purged()
    {
        var session = await host.MakeAccountAsync();
        var item = await session.PutAsync("/a", [1]);

        var answer = await session.SendAsync(HttpMethod.Delete, $"/trash/{item.Id}");

        await Session.ProblemAsync(answer, 404, ProblemTypes.NotFound);
        Assert.True(await session.ExistsAsync("/a"));
    }
}
