using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using FileStorage.Api.Contracts.Content;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Api.Contracts.Uploads;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Features;

/// <summary>Items named by id, and requests that may be repeated whenever.</summary>
public sealed class OperationTests(RealHost host)
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    private readonly string _folder = "/" + Guid.NewGuid().ToString("N");

    private Session Session => host.Administrator;

    [Fact]
    public async Task A_folder_is_made_in_a_folder_by_its_id_and_once()
    {
        var parent = await MakeFolderAsync();
        var request = new MakeFolderRequest { ParentId = parent.Id, Name = "inner" };
        var key = Key();

        var made = await Session.ReadAsync(await Session.PostAsync("/folders", request, Json.MakeFolderRequest, key), HttpStatusCode.Created, Json.ItemBody);
        var again = await Session.ReadAsync(await Session.PostAsync("/folders", request, Json.MakeFolderRequest, key), HttpStatusCode.Created, Json.ItemBody);

        Assert.Equal(_folder + "/inner", made.Path);
        Assert.Equal(made.Id, again.Id);
        await Session.ProblemAsync(await Session.PostAsync("/folders", request, Json.MakeFolderRequest), 409, ProblemTypes.NameTaken);
        await Session.ProblemAsync(
            await Session.PostAsync("/folders", request with { Path = "/x" }, Json.MakeFolderRequest), 400, ProblemTypes.BadRequest);
        await Session.ProblemAsync(
            await Session.PostAsync("/folders", request with { ParentId = Guid.NewGuid() }, Json.MakeFolderRequest), 409, ProblemTypes.ParentMissing);
    }

    [Fact]
    public async Task A_file_of_a_batch_is_made_once_whatever_became_of_it_since()
    {
        var parent = await MakeFolderAsync();
        var header = new BatchFileHeader { ParentId = parent.Id, Name = "file", Size = 3, IfAbsent = true, OperationId = Guid.CreateVersion7() };

        var made = await PutOneAsync(header, [1, 2, 3]);
        Assert.Equal(201, made.Status);
        Assert.Equal(made.Item!.Id, (await PutOneAsync(header, [1, 2, 3])).Item!.Id);

        await Session.PostAsync($"/items/{made.Item.Id}/move", new PlaceRequest { Path = _folder + "/moved" }, Json.PlaceRequest);
        var moved = await PutOneAsync(header, [1, 2, 3]);
        Assert.Equal((made.Item.Id, "moved", 1), (moved.Item!.Id, moved.Item.Name, moved.Item.Version));

        await Session.PutAsync(_folder + "/file", [9]);
        Assert.Equal(made.Item.Id, (await PutOneAsync(header, [1, 2, 3])).Item!.Id);
        Assert.Equal([9], await Session.GetContentAsync(_folder + "/file"));

        await Session.SendAsync(HttpMethod.Delete, "/items/" + made.Item.Id);
        var trashed = await PutOneAsync(header, [1, 2, 3]);
        Assert.Equal(made.Item.Id, trashed.Item!.Id);
        Assert.NotNull(trashed.Item.TrashedAt);
    }

    [Fact]
    public async Task A_version_is_made_once_though_its_precondition_is_gone()
    {
        var file = await Session.PutAsync(_folder + "/file", [1]);
        var header = new BatchFileHeader { ItemId = file.Id, Size = 1, IfMatch = file.Etag, OperationId = Guid.NewGuid() };

        var second = await PutOneAsync(header, [2]);
        await Session.PutAsync(_folder + "/file", [3]);
        var again = await PutOneAsync(header, [2]);
        var other = await PutOneAsync(header with { OperationId = Guid.NewGuid() }, [2]);

        Assert.Equal((200, 2), (second.Status, second.Item!.Version));
        Assert.Equal((200, 3), (again.Status, again.Item!.Version));
        Assert.Equal(ProblemTypes.PreconditionFailed, other.Problem?.Type);
    }

    [Fact]
    public async Task A_put_with_its_key_makes_one_version()
    {
        var key = Key();

        var first = await PutAsync("file", [1], key);
        var again = await PutAsync("file", [1], key);
        var other = await PutAsync("file", [2], Key());

        Assert.Equal((1, 1, 2), (first.Version, again.Version, other.Version));
        Assert.Equal(2, (await PutAsync("file", [1], key)).Version);
        Assert.Equal([2], await Session.GetContentAsync(_folder + "/file"));
    }

    [Fact]
    public async Task One_operation_sent_many_times_at_once_makes_one_file()
    {
        var parent = await MakeFolderAsync();
        var header = new BatchFileHeader { ParentId = parent.Id, Name = "file", Size = 1, OperationId = Guid.CreateVersion7() };

        var lines = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PutOneAsync(header, [1])));

        Assert.All(lines, line => Assert.Equal((lines[0].Item!.Id, 1), (line.Item!.Id, line.Item.Version)));
    }

    [Fact]
    public async Task An_upload_with_its_key_is_declared_once()
    {
        var parent = await MakeFolderAsync();
        var chunk = TestBytes.Random(100_000);
        var request = Session.Declaration("", chunk) with { Path = null, Parents = false, ParentId = parent.Id, Name = "large" };
        var key = Key();

        var declared = await DeclareAsync(request, HttpStatusCode.Created, key);
        await Session.PutChunkAsync(declared.Id, chunk);
        var again = await DeclareAsync(request, HttpStatusCode.OK, key);
        var item = await Session.ReadAsync(await Session.CompleteAsync(again.Id), HttpStatusCode.Created, Json.ItemBody);
        var late = await DeclareAsync(request, HttpStatusCode.OK, key);
        var completed = await Session.ReadAsync(await Session.CompleteAsync(late.Id), HttpStatusCode.Created, Json.ItemBody);

        Assert.Equal((declared.Id, declared.Id), (again.Id, late.Id));
        Assert.Single(declared.Missing);
        Assert.Empty(again.Missing);
        Assert.True(late.Completed);
        Assert.Equal((item.Id, 1, item.VersionId), (completed.Id, completed.Version, completed.VersionId));
        var different = await Session.PostAsync("/uploads", Session.Declaration("/x", [[1]]), Json.CreateUploadRequest, key);
        await Session.ProblemAsync(different, 409, ProblemTypes.NotPossible);
    }

    [Fact]
    public async Task An_upload_by_item_makes_a_version_of_it()
    {
        var file = await Session.PutAsync(_folder + "/file", [1]);
        var chunk = TestBytes.Random(1000);
        var request = Session.Declaration("", chunk) with { Path = null, ItemId = file.Id };

        var declared = await DeclareAsync(request, HttpStatusCode.Created, ("If-Match", $"\"{file.Etag}\""));
        await Session.PutChunkAsync(declared.Id, chunk);
        var item = await Session.ReadAsync(await Session.CompleteAsync(declared.Id), HttpStatusCode.OK, Json.ItemBody);

        Assert.Equal((file.Id, 2), (item.Id, item.Version));
    }

    [Fact]
    public async Task A_folder_in_which_anything_changed_is_not_deleted_under_its_old_etag()
    {
        await Session.PutAsync(_folder + "/a/b/file", [1]);
        var folder = await Session.GetItemAsync(_folder);
        await Session.PutAsync(_folder + "/a/b/file", [2]);

        var answer = await Session.SendAsync(HttpMethod.Delete, "/items/" + folder.Id, null, ("If-Match", $"\"{folder.Etag}\""));

        var problem = await Session.ProblemAsync(answer, 412, ProblemTypes.PreconditionFailed);
        Assert.Equal((await Session.GetItemAsync(_folder)).Etag, problem.CurrentEtag);
    }

    private static (string, string) Key() => ("Idempotency-Key", Guid.CreateVersion7().ToString());

    private async Task<ItemBody> MakeFolderAsync()
    {
        await Session.PostAsync("/folders", new MakeFolderRequest { Path = _folder }, Json.MakeFolderRequest);
        return await Session.GetItemAsync(_folder);
    }

    private async Task<ItemBody> PutAsync(string name, byte[] content, (string, string) key)
    {
        var answer = await Session.SendAsync(HttpMethod.Put, $"/content{_folder}/{name}?parents=true", new ByteArrayContent(content), key);
        Assert.True(answer.IsSuccessStatusCode);
        return JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(), Json.ItemBody)!;
    }

    private async Task<UploadBody> DeclareAsync(CreateUploadRequest request, HttpStatusCode status, (string, string) header) =>
        await Session.ReadAsync(await Session.PostAsync("/uploads", request, Json.CreateUploadRequest, header), status, Json.UploadBody);

    private async Task<BatchFileBody> PutOneAsync(BatchFileHeader header, byte[] content)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(header, Json.BatchFileHeader);
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, json.Length);
        var body = new ByteArrayContent([.. length, .. json, .. content]);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.filestorage.batch");
        var answer = await Session.SendAsync(HttpMethod.Post, "/batch", body);
        return JsonSerializer.Deserialize((await answer.Content.ReadAsStringAsync()).Trim(), Json.BatchFileBody)!;
    }
}
