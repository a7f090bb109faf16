using System.Net;
using System.Text;
using System.Text.Json;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Features;

/// <summary>The server's side of the table in docs/protocol.md, "Conflicts".</summary>
public sealed class ConflictTests(RealHost host)
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    private readonly string _folder = "/" + Guid.NewGuid().ToString("N");

    private Session Session => host.Administrator;

    private static string CopyName => $"file (conflict from a device {DateTime.UtcNow:yyyy-MM-dd}).txt";

    [Theory]
    [InlineData("copy")]
    [InlineData("merge")]
    [InlineData("fail")]
    [InlineData("overwrite")]
    public async Task An_edit_of_the_newest_version_is_the_next_one_whatever_the_policy(string policy)
    {
        var file = await PutAsync("one\n");

        var edited = await EditAsync(file.Id, "two\n", policy, file.VersionId);

        Assert.Equal((file.Id, 2, null), (edited.Id, edited.Version, edited.Conflict));
        Assert.Equal("two\n", await ReadAsync("file.txt"));
    }

    [Fact]
    public async Task An_edit_of_an_old_version_is_kept_beside_the_newest()
    {
        var file = await PutAsync("one\n");
        var newest = await PutAsync("theirs\n");

        var copy = await EditAsync(file.Id, "mine\n", "copy", file.VersionId, HttpStatusCode.Created);
        var another = await EditAsync(file.Id, "mine too\n", null, file.VersionId, HttpStatusCode.Created);

        Assert.Equal((CopyName, "copied", file.Id, newest.Etag), (copy.Name, copy.Conflict?.Outcome, copy.Conflict?.With.Id, copy.Conflict?.With.Etag));
        Assert.Equal(_folder + "/" + CopyName, copy.Path);
        Assert.Equal(CopyName.Replace(")", " 2)", StringComparison.Ordinal), another.Name);
        Assert.Equal("theirs\n", await ReadAsync("file.txt"));
        Assert.Equal("mine\n", await ReadAsync(CopyName));
    }

    [Fact]
    public async Task The_same_edit_made_twice_is_no_conflict()
    {
        var file = await PutAsync("one\n");
        var newest = await PutAsync("two\n");

        var edited = await EditAsync(file.Id, "two\n", "copy", file.VersionId);

        Assert.Equal((file.Id, newest.Etag, "same"), (edited.Id, edited.Etag, edited.Conflict?.Outcome));
        Assert.Equal(2, (await Session.GetItemAsync(_folder + "/file.txt")).Version);
    }

    [Fact]
    public async Task Edits_of_a_text_in_different_places_are_merged()
    {
        var file = await PutAsync("a\nb\nc\n");
        await PutAsync("A\nb\nc\n");

        var merged = await EditAsync(file.Id, "a\nb\nC\n", "merge", file.VersionId);

        Assert.Equal((file.Id, 3, "merged"), (merged.Id, merged.Version, merged.Conflict?.Outcome));
        Assert.Equal("A\nb\nC\n", await ReadAsync("file.txt"));
    }

    [Fact]
    public async Task Edits_that_cannot_be_merged_are_kept_beside_each_other()
    {
        var file = await PutAsync("a\n");
        await PutAsync("b\n");

        Assert.Equal("copied", (await EditAsync(file.Id, "c\n", "merge", file.VersionId, HttpStatusCode.Created)).Conflict?.Outcome);
        Assert.Equal("copied", (await EditAsync(file.Id, "\0", "merge", file.VersionId, HttpStatusCode.Created)).Conflict?.Outcome);
        Assert.Equal("copied", (await EditAsync(file.Id, "d\n", "merge", null, HttpStatusCode.Created)).Conflict?.Outcome);
    }

    [Fact]
    public async Task An_edit_may_be_refused_or_overwrite()
    {
        var file = await PutAsync("one\n");
        var newest = await PutAsync("theirs\n");

        var refused = await Session.ProblemAsync(await SendAsync(file.Id, "mine\n", "fail", file.VersionId), 412, ProblemTypes.PreconditionFailed);
        var written = await EditAsync(file.Id, "mine\n", "overwrite", file.VersionId);

        Assert.Equal(newest.Etag, refused.CurrentEtag);
        Assert.Equal((3, "overwritten"), (written.Version, written.Conflict?.Outcome));
        Assert.Equal("mine\n", await ReadAsync("file.txt"));
    }

    [Fact]
    public async Task An_edit_of_a_file_in_the_trash_brings_it_back()
    {
        var file = await PutAsync("one\n");
        await Session.SendAsync(HttpMethod.Delete, "/items/" + file.Id);

        var edited = await EditAsync(file.Id, "mine\n", "copy", file.VersionId);

        Assert.Equal((file.Id, 2, "restored"), (edited.Id, edited.Version, edited.Conflict?.Outcome));
        Assert.Equal("mine\n", await ReadAsync("file.txt"));
    }

    [Fact]
    public async Task An_edit_of_a_file_in_the_trash_whose_name_is_taken_comes_back_under_another()
    {
        var file = await PutAsync("one\n");
        await Session.SendAsync(HttpMethod.Delete, "/items/" + file.Id);
        await PutAsync("other\n");

        var edited = await EditAsync(file.Id, "mine\n", "copy", file.VersionId);

        Assert.Equal((file.Id, CopyName), (edited.Id, edited.Name));
        Assert.Equal("other\n", await ReadAsync("file.txt"));
        Assert.Equal("mine\n", await ReadAsync(CopyName));
    }

    [Fact]
    public async Task An_edit_of_a_file_whose_folder_is_in_the_trash_is_made_anew()
    {
        var file = await PutAsync("one\n");
        await Session.SendAsync(HttpMethod.Delete, "/items?path=" + _folder);

        var edited = await EditAsync(file.Id, "mine\n", "copy", file.VersionId, HttpStatusCode.Created);

        Assert.NotEqual(file.Id, edited.Id);
        Assert.Equal(("recreated", file.Id), (edited.Conflict?.Outcome, edited.Conflict?.With.Id));
        Assert.Equal("mine\n", await ReadAsync("file.txt"));
    }

    [Fact]
    public async Task An_edit_of_a_file_that_was_moved_follows_it()
    {
        var file = await PutAsync("one\n");
        await Session.PostAsync($"/items/{file.Id}/move", new PlaceRequest { Path = _folder + "/moved.txt" }, Json.PlaceRequest);

        var edited = await EditAsync(file.Id, "mine\n", "copy", file.VersionId);

        Assert.Equal((file.Id, "moved.txt", null), (edited.Id, edited.Name, edited.Conflict));
    }

    [Fact]
    public async Task Two_files_made_at_one_place_are_one_if_they_are_equal_and_two_if_not()
    {
        var first = await PutAsync("one\n");

        var equal = await CreateAsync("file.txt", "one\n", HttpStatusCode.OK);
        var different = await CreateAsync("file.txt", "two\n", HttpStatusCode.Created);

        Assert.Equal((first.Id, "same"), (equal.Id, equal.Conflict?.Outcome));
        Assert.Equal((CopyName, "copied"), (different.Name, different.Conflict?.Outcome));
    }

    [Fact]
    public async Task A_file_made_where_a_folder_is_goes_beside_it()
    {
        await Session.PutAsync(_folder + "/file.txt/inner", [1]);

        var copy = await CreateAsync("file.txt", "one\n", HttpStatusCode.Created);

        Assert.Equal((CopyName, "copied", "folder"), (copy.Name, copy.Conflict?.Outcome, copy.Conflict?.With.Kind));
    }

    [Theory]
    [InlineData("copy")]
    [InlineData("merge")]
    public async Task A_conflict_is_settled_once_however_often_it_is_sent(string policy)
    {
        var file = await PutAsync("a\nb\nc\n");
        await PutAsync("A\nb\nc\n");
        var key = ("Idempotency-Key", Guid.CreateVersion7().ToString());

        var first = await ItemOfAsync(await SendAsync(file.Id, "a\nb\nC\n", policy, file.VersionId, key));
        var again = await ItemOfAsync(await SendAsync(file.Id, "a\nb\nC\n", policy, file.VersionId, key));

        Assert.Equal((first.Id, first.Version, first.Conflict?.Outcome), (again.Id, again.Version, again.Conflict?.Outcome));
        Assert.NotNull(first.Conflict);
    }

    [Fact]
    public async Task An_upload_settles_its_conflict_when_it_is_completed_and_once()
    {
        var file = await PutAsync("one\n");
        var chunk = Encoding.UTF8.GetBytes("mine\n");
        var request = Session.Declaration("", chunk) with { Path = null, ItemId = file.Id };
        var declared = await Session.ReadAsync(
            await Session.PostAsync($"/uploads?conflict=copy&base={file.VersionId}", request, Json.CreateUploadRequest),
            HttpStatusCode.Created,
            Json.UploadBody);
        await Session.PutChunkAsync(declared.Id, chunk);
        await PutAsync("theirs\n");

        var copy = await Session.ReadAsync(await Session.CompleteAsync(declared.Id), HttpStatusCode.Created, Json.ItemBody);
        var again = await Session.ReadAsync(await Session.CompleteAsync(declared.Id), HttpStatusCode.Created, Json.ItemBody);

        Assert.Equal((CopyName, "copied"), (copy.Name, copy.Conflict?.Outcome));
        Assert.Equal((copy.Id, copy.Etag), (again.Id, again.Etag));
    }

    [Fact]
    public async Task Many_edits_at_once_are_all_kept()
    {
        var file = await PutAsync("base\n");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async index =>
            await ItemOfAsync(await SendAsync(file.Id, $"edit {index}\n", "copy", file.VersionId))));

        var contents = await Task.WhenAll(answers.Select(answer => ReadAsync(answer.Name)));
        Assert.Equal(Enumerable.Range(0, 8).Select(index => $"edit {index}\n"), contents.Order());
        Assert.Single(answers, answer => answer.Id == file.Id);
    }

    [Fact]
    public async Task What_was_deleted_meanwhile_cannot_be_deleted_or_moved_again()
    {
        var file = await PutAsync("one\n");
        await Session.SendAsync(HttpMethod.Delete, "/items/" + file.Id);

        await Session.ProblemAsync(await Session.SendAsync(HttpMethod.Delete, "/items/" + file.Id), 404, ProblemTypes.NotFound);
        await Session.ProblemAsync(await MoveAsync(file.Id, "/elsewhere"), 404, ProblemTypes.NotFound);
        var restored = await Session.PostAsync($"/trash/{file.Id}/restore", new PlaceRequest { Path = _folder + "/elsewhere" }, Json.PlaceRequest);
        Assert.Equal(file.Etag, (await ItemOfAsync(restored)).Etag);
    }

    [Fact]
    public async Task Of_two_moves_the_later_one_wins_and_no_two_make_a_cycle()
    {
        await Session.PutAsync(_folder + "/a/file", [1]);
        await Session.PutAsync(_folder + "/b/file", [1]);
        var (a, b) = (await Session.GetItemAsync(_folder + "/a"), await Session.GetItemAsync(_folder + "/b"));

        await ItemOfAsync(await MoveAsync(a.Id, "/b/a"));
        await Session.ProblemAsync(await MoveAsync(b.Id, "/b/a/b"), 409, ProblemTypes.Cycle);
        var later = await ItemOfAsync(await MoveAsync(a.Id, "/c"));

        Assert.Equal((a.Id, _folder + "/c"), (later.Id, later.Path));
        Assert.True(await Session.ExistsAsync(_folder + "/c/file"));
    }

    [Fact]
    public async Task A_policy_that_is_none_or_stands_beside_a_precondition_is_refused()
    {
        var file = await PutAsync("one\n");

        await Session.ProblemAsync(await SendAsync(file.Id, "x", "guess", file.VersionId), 400, ProblemTypes.BadRequest);
        await Session.ProblemAsync(
            await SendAsync(file.Id, "x", "copy", file.VersionId, ("If-Match", $"\"{file.Etag}\"")), 400, ProblemTypes.BadRequest);
    }

    private Task<HttpResponseMessage> MoveAsync(Guid id, string path) =>
        Session.PostAsync($"/items/{id}/move", new PlaceRequest { Path = _folder + path }, Json.PlaceRequest);

    private Task<ItemBody> PutAsync(string content) => Session.PutAsync(_folder + "/file.txt", Encoding.UTF8.GetBytes(content));

    private async Task<string> ReadAsync(string name) =>
        Encoding.UTF8.GetString(await Session.GetContentAsync(_folder + "/" + Uri.EscapeDataString(name)));

    private async Task<ItemBody> CreateAsync(string name, string content, HttpStatusCode status) => await Session.ReadAsync(
        await Session.SendAsync(HttpMethod.Put, $"/content{_folder}/{name}?conflict=copy", new StringContent(content)), status, Json.ItemBody);

    private async Task<ItemBody> EditAsync(
        Guid id, string content, string? policy, Guid? edited, HttpStatusCode status = HttpStatusCode.OK) =>
        await Session.ReadAsync(await SendAsync(id, content, policy, edited), status, Json.ItemBody);

    private Task<HttpResponseMessage> SendAsync(
        Guid id, string content, string? policy, Guid? edited, params (string Name, string Value)[] headers)
    {
        var query = string.Join('&', new[] { policy is null ? null : "conflict=" + policy, edited is null ? null : "base=" + edited }.OfType<string>());
        return Session.SendAsync(HttpMethod.Put, $"/items/{id}/content?{query}", new StringContent(content), headers);
    }

    private static async Task<ItemBody> ItemOfAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize(text, Json.ItemBody)!;
    }
}
