using System.Net;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Features;

public sealed class ItemTests(RealHost host)
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    private readonly string _folder = "/" + Guid.NewGuid().ToString("N");

    private Session Session => host.Administrator;

    [Fact]
    public async Task A_listing_comes_in_pages_and_each_item_once()
    {
        var names = Enumerable.Range(0, 25).Select(index => $"file {index:D2}").ToList();
        await Task.WhenAll(names.Select(name => Session.PutAsync($"{_folder}/{name}", [1])));

        var listed = new List<string>();
        string? next = "";
        while (next is not null)
        {
            var answer = await Session.GetAsync($"/items/children?path={_folder}&limit=10&after={Uri.EscapeDataString(next)}");
            var page = await Session.ReadAsync(answer, HttpStatusCode.OK, Json.ItemPageBody);
            Assert.InRange(page.Items.Count, 1, 10);
            listed.AddRange(page.Items.Select(item => item.Name));
            next = page.Next;
        }

        Assert.Equal(names, listed);
    }

    [Fact]
    public async Task A_name_is_one_whatever_way_it_is_spelled()
    {
        await Session.PutAsync($"{_folder}/e%CC%81", [1]);

        Assert.Equal("é", (await Session.GetItemAsync($"{_folder}/é")).Name);
    }

    [Fact]
    public async Task A_folder_is_made_once_and_with_its_parents_where_asked()
    {
        var request = new MakeFolderRequest { Path = _folder + "/a/b", Parents = true };

        Assert.Equal(HttpStatusCode.Created, (await Session.PostAsync("/folders", request, Json.MakeFolderRequest)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Session.PostAsync("/folders", request, Json.MakeFolderRequest)).StatusCode);
        var again = await Session.PostAsync("/folders", request with { Parents = false }, Json.MakeFolderRequest);
        await Session.ProblemAsync(again, 409, ProblemTypes.NameTaken);
        var orphan = await Session.PostAsync("/folders", new MakeFolderRequest { Path = _folder + "/no/b" }, Json.MakeFolderRequest);
        await Session.ProblemAsync(orphan, 409, ProblemTypes.ParentMissing);
    }

    [Fact]
    public async Task A_move_keeps_id_and_etag_and_content()
    {
        var item = await Session.PutAsync(_folder + "/a/file", [1, 2]);
        await Session.PutAsync(_folder + "/b/other", [3]);

        var moved = await Session.ReadAsync(
            await Session.PostAsync($"/items/{item.Id}/move", new PlaceRequest { Path = _folder + "/b/file" }, Json.PlaceRequest),
            HttpStatusCode.OK,
            Json.ItemBody);

        Assert.Equal(item.Id, moved.Id);
        Assert.Equal(item.Etag, moved.Etag);
        Assert.Equal(_folder + "/b/file", moved.Path);
        Assert.False(await Session.ExistsAsync(_folder + "/a/file"));
        Assert.Equal([1, 2], await Session.GetContentAsync(_folder + "/b/file"));
    }

    [Fact]
    public async Task A_move_onto_a_name_that_is_taken_replaces_only_where_asked()
    {
        var item = await Session.PutAsync(_folder + "/a", [1]);
        await Session.PutAsync(_folder + "/b", [2]);
        var place = new PlaceRequest { Path = _folder + "/b" };

        await Session.ProblemAsync(await Session.PostAsync($"/items/{item.Id}/move", place, Json.PlaceRequest), 409, ProblemTypes.NameTaken);
        var answer = await Session.PostAsync($"/items/{item.Id}/move", place with { Replace = true }, Json.PlaceRequest);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal([1], await Session.GetContentAsync(_folder + "/b"));
    }

    [Fact]
    public async Task A_command_with_its_key_is_done_once_and_answered_as_the_first_time()
    {
        await Session.PutAsync(_folder + "/a", [1]);
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var place = new PlaceRequest { Path = _folder + "/b" };

        var first = await Session.PostAsync($"/items/move?path={_folder}/a", place, Json.PlaceRequest, key);
        var again = await Session.PostAsync($"/items/move?path={_folder}/a", place, Json.PlaceRequest, key);
        var other = await Session.PostAsync($"/items/move?path={_folder}/a", place, Json.PlaceRequest);

        var moved = await Session.ReadAsync(first, HttpStatusCode.OK, Json.ItemBody);
        Assert.Equal(moved.Id, (await Session.ReadAsync(again, HttpStatusCode.OK, Json.ItemBody)).Id);
        await Session.ProblemAsync(other, 404, ProblemTypes.NotFound);
    }

    [Fact]
    public async Task A_delete_honours_the_etag()
    {
        var item = await Session.PutAsync(_folder + "/a", [1]);
        await Session.PutAsync(_folder + "/a", [2]);

        var refused = await Session.SendAsync(HttpMethod.Delete, $"/items/{item.Id}", null, ("If-Match", $"\"{item.Etag}\""));

        await Session.ProblemAsync(refused, 412, ProblemTypes.PreconditionFailed);
        Assert.True(await Session.ExistsAsync(_folder + "/a"));
        Assert.Equal(HttpStatusCode.NoContent, (await Session.SendAsync(HttpMethod.Delete, $"/items/{item.Id}")).StatusCode);
        Assert.False(await Session.ExistsAsync(_folder + "/a"));
    }

    [Fact]
    public async Task The_etag_of_a_folder_changes_with_what_is_below_it()
    {
        await Session.PutAsync(_folder + "/a/b/c", [1]);
        var before = await Session.GetItemAsync(_folder);

        await Session.PutAsync(_folder + "/a/b/c", [2]);

        Assert.NotEqual(before.Etag, (await Session.GetItemAsync(_folder)).Etag);
    }

    [Fact]
    public async Task A_copy_has_the_content_and_goes_its_own_way()
    {
        await Session.PutAsync(_folder + "/a/b/c", [1, 2, 3]);
        var large = TestBytes.Random(3_000_000);
        await Session.PutAsync(_folder + "/a/large", large);

        var copy = await Session.ReadAsync(
            await Session.PostAsync($"/items/copy?path={_folder}/a", new PlaceRequest { Path = _folder + "/copy" }, Json.PlaceRequest),
            HttpStatusCode.Created,
            Json.CopyBody);
        await Session.PutAsync(_folder + "/a/b/c", [9]);

        Assert.Equal((2, 2), (copy.Files, copy.Folders));
        Assert.Equal([1, 2, 3], await Session.GetContentAsync(_folder + "/copy/b/c"));
        Assert.Equal(large, await Session.GetContentAsync(_folder + "/copy/large"));
        Assert.Equal(copy.Item.Etag, (await Session.GetItemAsync(_folder + "/copy")).Etag);
    }

    [Fact]
    public async Task A_copy_with_its_key_is_made_once()
    {
        await Session.PutAsync(_folder + "/a/b", [1]);
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var place = new PlaceRequest { Path = _folder + "/copy" };

        var first = await Session.PostAsync($"/items/copy?path={_folder}/a", place, Json.PlaceRequest, key);
        var again = await Session.PostAsync($"/items/copy?path={_folder}/a", place, Json.PlaceRequest, key);

        var copy = await Session.ReadAsync(first, HttpStatusCode.Created, Json.CopyBody);
        Assert.Equal(copy.Item.Id, (await Session.ReadAsync(again, HttpStatusCode.Created, Json.CopyBody)).Item.Id);
        Assert.Equal(1, (await Session.GetItemAsync(_folder + "/copy/b")).Version);
    }

    [Fact]
    public async Task A_place_is_a_path_or_a_folder_and_a_name()
    {
        var item = await Session.PutAsync(_folder + "/a", [1]);
        var parent = await Session.GetItemAsync(_folder);

        var answer = await Session.PostAsync(
            $"/items/{item.Id}/move", new PlaceRequest { ParentId = parent.Id, Name = "z" }, Json.PlaceRequest);
        var both = await Session.PostAsync(
            $"/items/{item.Id}/move", new PlaceRequest { Path = "/x", ParentId = parent.Id, Name = "z" }, Json.PlaceRequest);

        Assert.Equal(_folder + "/z", (await Session.ReadAsync(answer, HttpStatusCode.OK, Json.ItemBody)).Path);
        await Session.ProblemAsync(both, 400, ProblemTypes.BadRequest);
    }
}
