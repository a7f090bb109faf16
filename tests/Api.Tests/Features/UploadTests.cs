using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Core.Chunks;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Features;

public sealed class UploadTests(RealHost host)
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    private readonly string _folder = "/" + Guid.NewGuid().ToString("N");

    private Session Session => host.Administrator;

    [Fact]
    public async Task Chunks_arrive_in_any_order_and_make_the_file()
    {
        var chunks = Enumerable.Range(0, 10).Select(_ => TestBytes.Random(20_000)).ToArray();
        var upload = await Session.DeclareAsync(_folder + "/a", chunks);
        Assert.Equal(chunks.Select(chunk => ChunkId.Of(chunk)), upload.Missing);

        await Task.WhenAll(chunks.Reverse().Select(chunk => Session.PutChunkAsync(upload.Id, chunk)));
        var item = await Session.ReadAsync(await Session.CompleteAsync(upload.Id), HttpStatusCode.Created, Json.ItemBody);

        Assert.Equal(_folder + "/a", item.Path);
        Assert.Equal(chunks.SelectMany(chunk => chunk), await Session.GetContentAsync(_folder + "/a"));
        var state = await Session.ReadAsync(await Session.GetAsync($"/uploads/{upload.Id}"), HttpStatusCode.OK, Json.UploadBody);
        Assert.True(state.Completed);
    }

    [Fact]
    public async Task Many_chunks_travel_in_one_request()
    {
        var chunks = Enumerable.Range(0, 50).Select(_ => TestBytes.Random(3000)).ToArray();
        var upload = await Session.DeclareAsync(_folder + "/a", chunks);

        var answer = await Session.SendAsync(HttpMethod.Post, $"/uploads/{upload.Id}/chunks", Frames(chunks));

        var stored = await Session.ReadAsync(answer, HttpStatusCode.OK, Json.ChunksStoredBody);
        Assert.Equal(upload.Missing, stored.Stored);
        Assert.Equal(HttpStatusCode.Created, (await Session.CompleteAsync(upload.Id)).StatusCode);
        Assert.Equal(chunks.SelectMany(chunk => chunk), await Session.GetContentAsync(_folder + "/a"));
    }

    [Fact]
    public async Task A_bad_chunk_among_many_ends_the_request_and_those_before_it_are_stored()
    {
        byte[][] chunks = [TestBytes.Random(3000), TestBytes.Random(3000), TestBytes.Random(3000)];
        var upload = await Session.DeclareAsync(_folder + "/a", chunks[0], chunks[2]);

        var answer = await Session.SendAsync(HttpMethod.Post, $"/uploads/{upload.Id}/chunks", Frames(chunks));

        await Session.ProblemAsync(answer, 409, ProblemTypes.UndeclaredChunk);
        var state = await Session.ReadAsync(await Session.GetAsync($"/uploads/{upload.Id}"), HttpStatusCode.OK, Json.UploadBody);
        Assert.DoesNotContain(ChunkId.Of(chunks[0]), state.Missing);
    }

    [Fact]
    public async Task What_the_account_has_need_not_be_sent_and_what_others_have_must()
    {
        var chunk = TestBytes.Random(5000);
        await Session.PutAsync(_folder + "/a", chunk);
        var other = await host.MakeAccountAsync();

        Assert.Empty((await Session.DeclareAsync(_folder + "/b", chunk)).Missing);
        Assert.Equal([ChunkId.Of(chunk)], (await other.DeclareAsync("/b", chunk)).Missing);
    }

    [Fact]
    public async Task A_long_manifest_is_kept_whole()
    {
        var chunks = Enumerable.Range(0, 1000).Select(_ => TestBytes.Random(100)).ToArray();
        var upload = await Session.DeclareAsync(_folder + "/a", chunks);
        await Session.SendAsync(HttpMethod.Post, $"/uploads/{upload.Id}/chunks", Frames(chunks));

        Assert.Equal(HttpStatusCode.Created, (await Session.CompleteAsync(upload.Id)).StatusCode);

        Assert.Equal(chunks.SelectMany(chunk => chunk), await Session.GetContentAsync(_folder + "/a"));
    }

    [Fact]
    public async Task The_precondition_of_an_upload_is_judged_when_it_is_declared_and_when_it_is_completed()
    {
        var item = await Session.PutAsync(_folder + "/a", [1]);
        var chunk = TestBytes.Random(100);
        var condition = ("If-Match", $"\"{item.Etag}\"");
        var upload = await Session.ReadAsync(
            await Session.PostAsync("/uploads", Session.Declaration(_folder + "/a", chunk), Json.CreateUploadRequest, condition),
            HttpStatusCode.Created,
            Json.UploadBody);
        await Session.PutChunkAsync(upload.Id, chunk);
        await Session.PutAsync(_folder + "/a", [2]);

        var declared = await Session.PostAsync("/uploads", Session.Declaration(_folder + "/a", chunk), Json.CreateUploadRequest, condition);

        await Session.ProblemAsync(await Session.CompleteAsync(upload.Id), 412, ProblemTypes.PreconditionFailed);
        await Session.ProblemAsync(declared, 412, ProblemTypes.PreconditionFailed);
        Assert.Equal([2], await Session.GetContentAsync(_folder + "/a"));
    }

    [Fact]
    public async Task An_upload_that_was_given_up_is_gone()
    {
        var chunk = TestBytes.Random(100);
        var upload = await Session.DeclareAsync(_folder + "/a", chunk);

        Assert.Equal(HttpStatusCode.NoContent, (await Session.SendAsync(HttpMethod.Delete, $"/uploads/{upload.Id}")).StatusCode);

        await Session.ProblemAsync(await Session.GetAsync($"/uploads/{upload.Id}"), 404, ProblemTypes.NotFound);
        await Session.ProblemAsync(await Session.PutChunkAsync(upload.Id, chunk), 404, ProblemTypes.NotFound);
        await Session.ProblemAsync(await Session.CompleteAsync(upload.Id), 404, ProblemTypes.NotFound);
    }

    [Fact]
    public async Task An_empty_file_needs_no_chunks()
    {
        var upload = await Session.DeclareAsync(_folder + "/a");

        Assert.Empty(upload.Missing);
        Assert.Equal(HttpStatusCode.Created, (await Session.CompleteAsync(upload.Id)).StatusCode);
        Assert.Empty(await Session.GetContentAsync(_folder + "/a"));
    }

    private static ByteArrayContent Frames(byte[][] chunks)
    {
        var bytes = new MemoryStream();
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var chunk in chunks)
        {
            bytes.Write(ChunkId.Of(chunk).ToByteArray());
            BinaryPrimitives.WriteInt32BigEndian(length, chunk.Length);
            bytes.Write(length);
            bytes.Write(chunk);
        }

        var content = new ByteArrayContent(bytes.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.filestorage.chunks");
        return content;
    }
}
