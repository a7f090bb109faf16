using System.Globalization;
using System.Net;
using FileStorage.Api.Contracts.History;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Features;

/// <summary>Looking at a folder as it was, and going back, over HTTP.</summary>
public sealed class RewindTests(RealHost host)
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    private readonly string _folder = "/" + Guid.NewGuid().ToString("N");

    private Session Session => host.Administrator;

    [Fact]
    public async Task A_folder_is_looked_at_as_it_was_page_by_page_with_its_contents()
    {
        var first = await Session.PutAsync(_folder + "/a", [1]);
        await Session.PutAsync(_folder + "/b", [2]);
        var number = await NumberAsync();
        await Session.PutAsync(_folder + "/a", [9, 9]);
        await Session.SendAsync(HttpMethod.Delete, "/items?path=" + _folder + "/b");
        await Session.PutAsync(_folder + "/c", [3]);

        var page = await Session.ReadAsync(
            await Session.GetAsync($"/rewind/children?path={_folder}&number={number}&limit=1"), HttpStatusCode.OK, Json.ItemPageBody);
        var rest = await Session.ReadAsync(
            await Session.GetAsync($"/rewind/children?path={_folder}&number={number}&after={page.Next}"), HttpStatusCode.OK, Json.ItemPageBody);
        var item = await Session.ReadAsync(
            await Session.GetAsync($"/rewind/items?id={first.Id}&number={number}"), HttpStatusCode.OK, Json.ItemBody);
        var content = await Session.GetAsync($"/rewind/content?path={_folder}/a&number={number}");

        Assert.Equal(["a", "b"], page.Items.Concat(rest.Items).Select(one => one.Name));
        Assert.Null(rest.Next);
        Assert.Equal((_folder + "/a", 1, first.Etag), (item.Path, item.Size, item.Etag));
        Assert.Equal([1], await content.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_folder_goes_back_once_and_the_way_back_is_told()
    {
        var kept = await Session.PutAsync(_folder + "/kept", [1]);
        var moved = await Session.PutAsync(_folder + "/moved", [2]);
        var at = DateTimeOffset.UtcNow;
        await WaitPastAsync(at);
        await Session.PutAsync(_folder + "/kept", [9]);
        await Session.PostAsync($"/items/{moved.Id}/move", new PlaceRequest { Path = _folder + "/elsewhere" }, Json.PlaceRequest);
        await Session.PutAsync(_folder + "/fresh", [3]);

        var preview = await Session.ReadAsync(
            await Session.GetAsync($"/rewind/changes?path={_folder}&at={Uri.EscapeDataString(at.ToString("O", CultureInfo.InvariantCulture))}"),
            HttpStatusCode.OK,
            Json.RewindBody);
        Assert.Equal(("preview", 1, 1, 1), (preview.State, preview.Moved, preview.Trashed, preview.Contents));
        Assert.Equal(["move", "trash", "content"], preview.Changes.Select(change => change.Step));

        var request = new RewindRequestBody { Path = _folder, At = at };
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var done = await Session.ReadAsync(
            await Session.PostAsync("/rewind", request, Json.RewindRequestBody, key), HttpStatusCode.OK, Json.RewindBody);
        var again = await Session.ReadAsync(
            await Session.PostAsync("/rewind", request, Json.RewindRequestBody, key), HttpStatusCode.OK, Json.RewindBody);
        Assert.Equal(("done", 1, done.UndoNumber), (done.State, done.ContentsDone, again.UndoNumber));
        Assert.Equal([1], await Session.GetContentAsync(_folder + "/kept"));
        Assert.Equal(kept.Id, (await Session.GetItemAsync(_folder + "/kept")).Id);
        Assert.Equal(moved.Id, (await Session.GetItemAsync(_folder + "/moved")).Id);
        Assert.False(await Session.ExistsAsync(_folder + "/fresh"));

        var undo = new RewindRequestBody { ItemId = done.ItemId, Number = done.UndoNumber };
        await Session.ReadAsync(await Session.PostAsync("/rewind", undo, Json.RewindRequestBody), HttpStatusCode.OK, Json.RewindBody);
        Assert.Equal([9], await Session.GetContentAsync(_folder + "/kept"));
        Assert.True(await Session.ExistsAsync(_folder + "/fresh"));
        Assert.True(await Session.ExistsAsync(_folder + "/elsewhere"));
    }

    [Fact]
    public async Task How_long_history_is_kept_is_told_and_set()
    {
        var before = await Session.ReadAsync(await Session.GetAsync("/history/policy"), HttpStatusCode.OK, Json.HistoryPolicyBody);
        var set = await Session.ReadAsync(
            await Session.SendAsync(HttpMethod.Put, "/history/policy", Session.Text("""{"trashDays": 7}""")), HttpStatusCode.OK, Json.HistoryPolicyBody);
        var wrong = await Session.SendAsync(HttpMethod.Put, "/history/policy", Session.Text("""{"minVersions": 0}"""));
        var after = await Session.ReadAsync(
            await Session.SendAsync(HttpMethod.Delete, "/history/policy"), HttpStatusCode.OK, Json.HistoryPolicyBody);

        Assert.Equal(before with { TrashDays = 7 }, set);
        await Session.ProblemAsync(wrong, 400, ProblemTypes.BadRequest);
        Assert.Equal((before, 30), (after, after.KeepAllDays));
    }

    [Fact]
    public async Task What_cannot_be_asked_is_told()
    {
        await Session.PutAsync(_folder + "/a", [1]);
        var number = await NumberAsync();

        await Session.ProblemAsync(await Session.GetAsync($"/rewind/items?path={_folder}"), 400, ProblemTypes.BadRequest);
        await Session.ProblemAsync(await Session.GetAsync($"/rewind/items?path={_folder}&at=yesterday"), 400, ProblemTypes.BadRequest);
        await Session.ProblemAsync(await Session.GetAsync($"/rewind/items?path={_folder}&number=-1"), 400, ProblemTypes.BadRequest);
        await Session.ProblemAsync(
            await Session.GetAsync($"/rewind/items?path={_folder}&id={Guid.NewGuid()}&number=1"), 400, ProblemTypes.BadRequest);
        await Session.ProblemAsync(await Session.GetAsync($"/rewind/items?path={_folder}/none&number={number}"), 404, ProblemTypes.NotFound);
        await Session.ProblemAsync(await Session.GetAsync($"/rewind/children?path={_folder}/a&number={number}"), 404, ProblemTypes.NotFound);
        await Session.ProblemAsync(await Session.GetAsync($"/rewind/content?path={_folder}&number={number}"), 409, ProblemTypes.NotPossible);
        await Session.ProblemAsync(await Session.GetAsync($"/rewind/items?path=/&number={long.MaxValue}"), 410, ProblemTypes.HistoryForgotten);
        await Session.ProblemAsync(
            await Session.PostAsync("/rewind", new RewindRequestBody { Path = _folder }, Json.RewindRequestBody), 400, ProblemTypes.BadRequest);
        await Session.ProblemAsync(
            await Session.PostAsync("/rewind", new RewindRequestBody { Number = 1 }, Json.RewindRequestBody), 400, ProblemTypes.BadRequest);
        await Session.ProblemAsync(
            await Session.PostAsync("/rewind", new RewindRequestBody { Path = _folder + "/x", Number = number }, Json.RewindRequestBody),
            404,
            ProblemTypes.NotFound);
    }

    /// <summary>The newest change: what rewinding nothing would undo.</summary>
    private async Task<long> NumberAsync()
    {
        var answer = await Session.GetAsync($"/rewind/changes?path=/&at={Uri.EscapeDataString(DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture))}");
        return (await Session.ReadAsync(answer, HttpStatusCode.OK, Json.RewindBody)).UndoNumber;
    }

    // The service counts time in milliseconds.
    private static async Task WaitPastAsync(DateTimeOffset at)
    {
        while (DateTimeOffset.UtcNow - at < TimeSpan.FromMilliseconds(2))
        {
            await Task.Yield();
        }
    }
}
