using System.Net;
using System.Net.Http.Headers;

namespace FileStorage.Client.Content;

/// <summary>A body made of pieces of memory, sent one after the other without a copy.</summary>
internal sealed class PartsContent : HttpContent
{
    private readonly IReadOnlyList<ReadOnlyMemory<byte>> _parts;

    public PartsContent(IReadOnlyList<ReadOnlyMemory<byte>> parts, string mediaType)
    {
        _parts = parts;
        Headers.ContentType = new MediaTypeHeaderValue(mediaType);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        foreach (var part in _parts)
        {
            length += part.Length;
        }

        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        foreach (var part in _parts)
        {
            await stream.WriteAsync(part, cancellationToken);
        }
    }
}
