using System.Buffers.Binary;
using System.Net;
using System.Text;
using System.Text.Json;
using FileStorage.Api.Contracts.Content;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Api.Contracts.Uploads;
using FileStorage.Core.Chunks;

namespace FileStorage.Tests.Client.Tests.Uploads;

/// <summary>The part of a server that takes files, in memory.</summary>
internal sealed class FakeStore
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    private readonly Dictionary<Guid, CreateUploadRequest> _uploads = [];

    public Dictionary<ChunkId, byte[]> Chunks { get; } = [];

    /// <summary>Paths of what was stored.</summary>
    public List<string> Files { get; } = [];

    public static ItemBody Item(string path, long size) => new()
    {
        Id = Guid.NewGuid(),
        ParentId = Guid.NewGuid(),
        Name = path[1..],
        Kind = "file",
        Etag = "e",
        Size = size,
        Version = 1,
        ModifiedAt = DateTimeOffset.UnixEpoch,
    };

    public static List<string> PathsOfBatch(byte[] body)
    {
        var paths = new List<string>();
        for (var at = 0; at < body.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(at));
            var header = JsonSerializer.Deserialize(body.AsSpan(at + 4, length), Json.BatchFileHeader)!;
            paths.Add(header.Path!);
            at += 4 + length + header.Size;
        }

        return paths;
    }

    public HttpResponseMessage Lines(IEnumerable<string> paths, bool cutOff = false, string? refused = null)
    {
        var text = new StringBuilder();
        foreach (var (path, index) in paths.Select((path, index) => (path, index)))
        {
            var line = path == refused
                ? new BatchFileBody { Index = index, Status = 409, Problem = new ProblemBody { Type = ProblemTypes.NameTaken } }
                : new BatchFileBody { Index = index, Status = 201, Item = Item(path, 0) };
            text.Append(JsonSerializer.Serialize(line, Json.BatchFileBody)).Append('\n');
            if (line.Item is not null)
            {
                Files.Add(path);
            }
        }

        return new HttpResponseMessage
        {
            Content = new StringContent(cutOff ? text + "{\"ind" : text.ToString(), Encoding.UTF8, "application/x-ndjson"),
        };
    }

    public HttpResponseMessage Answer(HttpRequestMessage request, byte[] body)
    {
        var path = request.RequestUri!.AbsolutePath["/api/v1/".Length..];
        return path switch
        {
            "batch" => Lines(PathsOfBatch(body)),
            "uploads" => Declare(JsonSerializer.Deserialize(body, Json.CreateUploadRequest)!),
            _ => Continue(request.Method, path, Guid.Parse(path.Split('/')[1]), body),
        };
    }

    private HttpResponseMessage Declare(CreateUploadRequest declaration)
    {
        var id = Guid.NewGuid();
        _uploads[id] = declaration;
        return FakeServer.Answer(State(id), Json.UploadBody, HttpStatusCode.Created);
    }

    private HttpResponseMessage Continue(HttpMethod method, string path, Guid upload, byte[] body)
    {
        if (!_uploads.TryGetValue(upload, out var declaration))
        {
            return FakeServer.Problem(HttpStatusCode.NotFound, ProblemTypes.NotFound);
        }

        if (path.EndsWith("/chunks", StringComparison.Ordinal))
        {
            Store(body);
            return FakeServer.Answer(new ChunksStoredBody { Stored = [] }, Json.ChunksStoredBody);
        }

        if (method == HttpMethod.Get)
        {
            return FakeServer.Answer(State(upload), Json.UploadBody);
        }

        Assert.Empty(State(upload).Missing);
        Files.Add(declaration.Path!);
        return FakeServer.Answer(Item(declaration.Path!, declaration.Size), Json.ItemBody, HttpStatusCode.Created);
    }

    private void Store(byte[] body)
    {
        for (var at = 0; at < body.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(at + ChunkId.Bytes));
            var bytes = body[(at + 36)..(at + 36 + length)];
            Assert.Equal(new ChunkId(body.AsSpan(at, ChunkId.Bytes)), ChunkId.Of(bytes));
            Chunks[ChunkId.Of(bytes)] = bytes;
            at += 36 + length;
        }
    }

    private UploadBody State(Guid id) => new()
    {
        Id = id,
        Size = _uploads[id].Size,
        ExpiresAt = DateTimeOffset.MaxValue,
        Completed = false,
        Missing = [.. _uploads[id].Chunks.Select(chunk => chunk.Id).Distinct().Where(chunk => !Chunks.ContainsKey(chunk))],
    };
}
