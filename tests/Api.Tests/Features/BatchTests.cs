using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using FileStorage.Api.Contracts.Content;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Core.Chunks;
using FileStorage.Storage.Chunks;
using FileStorage.Tests.Api.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Tests.Api.Tests.Features;

public sealed class BatchTests(RealHost host)
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    private readonly string _folder = "/" + Guid.NewGuid().ToString("N");

    private Session Session => host.Administrator;

    [Fact]
    public async Task Many_files_travel_in_one_request_and_each_is_acknowledged()
    {
        var files = Enumerable.Range(0, 200).Select(index => (Path: $"{_folder}/{index % 7}/{index}", Content: TestBytes.Random(index * 10))).ToList();

        var lines = await SendAsync([.. files.SelectMany(file => Frame(new() { Path = file.Path, Size = file.Content.Length }, file.Content))]);

        Assert.Equal(Enumerable.Range(0, 200), lines.Select(line => line.Index).Order());
        Assert.All(lines, line => Assert.Equal(201, line.Status));
        foreach (var (path, content) in files.Take(20))
        {
            Assert.Equal(content, await Session.GetContentAsync(path));
        }
    }

    [Fact]
    public async Task Each_file_of_a_batch_stands_by_itself()
    {
        await Session.PutAsync(_folder + "/there", [1]);
        byte[] content = [1, 2, 3];

        var lines = await SendAsync(
        [
            .. Frame(new() { Path = _folder + "/good", Size = 3 }, content),
            .. Frame(new() { Path = _folder + "/..", Size = 3 }, content),
            .. Frame(new() { Path = _folder + "/wrong", Size = 3, Sha256 = ChunkId.Of([9]) }, content),
            .. Frame(new() { Path = _folder + "/there", Size = 3, IfAbsent = true }, content),
            .. Frame(new() { Path = _folder + "/there", Size = 3 }, content),
        ]);

        var byIndex = lines.OrderBy(line => line.Index).ToList();
        Assert.Equal([201, 400, 422, 412, 200], byIndex.Select(line => line.Status));
        Assert.Equal(ProblemTypes.InvalidName, byIndex[1].Problem?.Type);
        Assert.Equal(ProblemTypes.HashMismatch, byIndex[2].Problem?.Type);
        Assert.Equal(ProblemTypes.PreconditionFailed, byIndex[3].Problem?.Type);
    }

    [Fact]
    public async Task Equal_files_that_come_together_are_stored_once()
    {
        var alone = new RealHost([]);
        await using var closing = alone;
        await alone.InitializeAsync();
        var content = TestBytes.Random(1_000_000);

        var lines = await SendAsync(
            alone.Administrator,
            [.. Enumerable.Range(0, 40).SelectMany(index => Frame(new() { Path = $"/{index}", Size = content.Length }, content))]);

        Assert.All(lines, line => Assert.Equal(201, line.Status));
        var stored = alone.Application.Services.GetRequiredService<IChunkStore>().GetUsage().StoredBytes;
        Assert.InRange(stored, content.Length, content.Length * 3 / 2);
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_further_ends_with_a_line_that_says_so()
    {
        byte[] content = [1, 2, 3];
        byte[] body = [.. Frame(new() { Path = _folder + "/good", Size = 3 }, content), .. Frame(new() { Path = _folder + "/cut", Size = 300 }, content)];

        var lines = await SendAsync(body);

        var byIndex = lines.OrderBy(line => line.Index).ToList();
        Assert.Equal([201, 400], byIndex.Select(line => line.Status));
        Assert.Equal(ProblemTypes.BodyCutOff, byIndex[1].Problem?.Type);
        Assert.False(await Session.ExistsAsync(_folder + "/cut"));
    }

    [Theory]
    [InlineData(new byte[] { 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0x7F, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0, 0, 0, 4, (byte)'n', (byte)'o', (byte)'p', (byte)'e' })]
    public async Task Frames_that_are_not_are_refused(byte[] body)
    {
        var line = Assert.Single(await SendAsync(body));

        Assert.Equal((0, 400), (line.Index, line.Status));
    }

    [Fact]
    public async Task Another_media_type_is_refused()
    {
        var answer = await Session.SendAsync(HttpMethod.Post, "/batch", new ByteArrayContent([1]));

        await Session.ProblemAsync(answer, 415, ProblemTypes.UnsupportedMediaType);
    }

    private Task<List<BatchFileBody>> SendAsync(byte[] body) => SendAsync(Session, body);

    private static async Task<List<BatchFileBody>> SendAsync(Session session, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.filestorage.batch");
        var answer = await session.SendAsync(HttpMethod.Post, "/batch?parents=true", content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => JsonSerializer.Deserialize(line, Json.BatchFileBody)!)];
    }

    private static byte[] Frame(BatchFileHeader header, byte[] content)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(header, Json.BatchFileHeader);
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, json.Length);
        return [.. length, .. json, .. content];
    }
}
