using System.Net;
using FileStorage.Api.Contracts.Changes;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Features;

public sealed class ChangeTests(RealHost host)
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    [Fact]
    public async Task A_device_that_follows_the_feed_knows_the_tree()
    {
        var session = await host.MakeAccountAsync();
        var file = await session.PutAsync("/folder/file", [1, 2, 3]);
        var listing = await ReadAsync(session, null);

        Assert.False(listing.More);
        Assert.Equal(3, listing.Changes.Count);
        Assert.All(listing.Changes, change => Assert.Equal("listed", change.Kind));
        var listed = Assert.Single(listing.Changes, change => change.Item.Id == file.Id).Item;
        Assert.Equal(("file", "live", file.Etag, 3, 1), (listed.Kind, listed.State, listed.Etag, listed.Size, listed.VersionNumber));
        Assert.Equal((file.Sha256, file.Etag), (listed.Sha256, listed.VersionId!.Value.ToString("N")));

        await session.PostAsync($"/items/{file.Id}/move", new PlaceRequest { Path = "/moved" }, Json.PlaceRequest);
        await session.SendAsync(HttpMethod.Delete, "/items?path=/folder");
        var news = await ReadAsync(session, listing.Cursor);

        Assert.Equal(["moved", "trashed"], news.Changes.Select(change => change.Kind));
        Assert.Equal(["moved", "folder"], news.Changes.Select(change => change.Item.Name));
        Assert.Equal(["live", "trashed"], news.Changes.Select(change => change.Item.State));
        Assert.All(news.Changes, change => Assert.Equal(session.Device.DeviceId, change.DeviceId));
        Assert.Empty((await ReadAsync(session, news.Cursor)).Changes);
    }

    [Fact]
    public async Task A_listing_in_small_pages_is_the_same()
    {
        var session = await host.MakeAccountAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(index => session.PutAsync($"/folder {index % 3}/ordner ü {index}", [1])));

        var told = new HashSet<Guid>();
        string? cursor = null;
        ChangesBody page;
        do
        {
            page = await ReadAsync(session, cursor, "&limit=3");
            Assert.InRange(page.Changes.Count, 0, 3);
            told.UnionWith(page.Changes.Select(change => change.Item.Id));
            cursor = page.Cursor;
        }
        while (page.More);

        Assert.Equal(1 + 3 + 20, told.Count);
    }

    [Fact]
    public async Task A_request_that_waits_is_answered_by_the_change()
    {
        var session = await host.MakeAccountAsync();
        var cursor = (await ReadAsync(session, null)).Cursor;
        Assert.Empty((await ReadAsync(session, cursor, "&wait=1")).Changes);

        var waiting = ReadAsync(session, cursor, "&wait=60");
        await session.PutAsync("/file", [1]);

        Assert.Equal("created", Assert.Single((await waiting).Changes).Kind);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("AA")]
    [InlineData("BQID")]
    [InlineData("====")]
    public async Task A_cursor_that_is_none_is_refused(string cursor) => await Session.ProblemAsync(
        await host.Administrator.GetAsync("/changes?cursor=" + cursor), 400, ProblemTypes.BadRequest);

    [Fact]
    public async Task A_cursor_of_somebody_else_has_to_begin_again()
    {
        var cursor = (await ReadAsync(host.Administrator, null)).Cursor;
        var other = await host.MakeAccountAsync();

        await Session.ProblemAsync(await other.GetAsync("/changes?cursor=" + cursor), 410, ProblemTypes.Resync);
    }

    [Fact]
    public async Task A_wait_that_is_no_number_is_refused() => await Session.ProblemAsync(
        await host.Administrator.GetAsync("/changes?wait=long"), 400, ProblemTypes.BadRequest);

    private static async Task<ChangesBody> ReadAsync(Session session, string? cursor, string query = "") => await Session.ReadAsync(
        await session.GetAsync($"/changes?cursor={cursor}{query}"), HttpStatusCode.OK, Json.ChangesBody);
}
