using System.Net;
using System.Net.Http.Headers;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Uploads;
using FileStorage.Client.Versions;
using FileStorage.Core.Chunks;

namespace FileStorage.Tests.Client.Tests.Versions;

/// <summary>One version on a server that cuts with FastCDC and counts the bytes it is asked for.</summary>
internal sealed class FakeVersion
{
    private static readonly FastCdc Cutter = new(ChunkerParameters.Default);

    private readonly byte[] _content;
    private long _sentBytes;

    public FakeVersion(byte[] content)
    {
        _content = content;
        Sent = content;
        Wanted = new WantedVersion
        {
            FileId = Guid.NewGuid(),
            Number = 3,
            SizeBytes = content.Length,
            Sha256 = content.Length <= 256 * 1024 ? ChunkId.Of(content) : null,
        };
    }

    public long SentBytes => _sentBytes;

    /// <summary>What is sent in place of the content.</summary>
    public byte[] Sent { get; set; }

    public WantedVersion Wanted { get; }

    /// <summary>Bytes that depend on a seed and nothing else.</summary>
    public static byte[] Random(int bytes, int seed)
    {
        var content = new byte[bytes];
        new Random(seed).NextBytes(content);
        return content;
    }

    public static List<ChunkBody> Cut(byte[] content)
    {
        var chunks = new List<ChunkBody>();
        for (var at = 0; at < content.Length;)
        {
            var length = Cutter.Cut(content.AsSpan(at), endOfInput: true);
            chunks.Add(new ChunkBody { Id = ChunkId.Of(content.AsSpan(at, length)), Length = length });
            at += length;
        }

        return chunks;
    }

    public HttpResponseMessage Answer(HttpRequestMessage request)
    {
        var address = request.RequestUri!.AbsolutePath;
        if (address.EndsWith($"/items/{Wanted.FileId}/versions/3/manifest", StringComparison.Ordinal))
        {
            return FakeServer.Answer(new ManifestBody { Size = _content.Length, Chunks = Cut(_content) }, ContractsJsonContext.Default.ManifestBody);
        }

        var range = request.Headers.Range!.Ranges.Single();
        var (from, to) = ((int)range.From!.Value, (int)range.To!.Value);
        Interlocked.Add(ref _sentBytes, to - from + 1);
        var answer = new HttpResponseMessage(HttpStatusCode.PartialContent) { Content = new ByteArrayContent(Sent, from, to - from + 1) };
        answer.Content.Headers.ContentRange = new ContentRangeHeaderValue(from, to, _content.Length);
        return answer;
    }
}
