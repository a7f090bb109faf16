using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace FileStorage.Tests.Api.Tests.BadInput;

/// <summary>A declaration that lists chunks until nobody reads any more, or a billion of them.</summary>
internal sealed class EndlessManifest : HttpContent
{
    private const int Chunks = 1_000_000_000;

    private readonly string _path;

    public EndlessManifest(string path)
    {
        _path = path;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var chunk = $$"""{"id":"{{new string('a', 64)}}","length":1},""";
        var thousand = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(chunk, 1000)));
        await stream.WriteAsync(Encoding.UTF8.GetBytes($$"""{"path":"{{_path}}","size":{{Chunks}},"chunks":["""));
        for (var written = 0; written < Chunks; written += 1000)
        {
            await stream.WriteAsync(thousand);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
