using System.Buffers;

namespace FileStorage.Api.Search.Extraction;

/// <summary>Bytes of a content in pieces of the shared pool.</summary>
internal sealed class LoadedContent : IDisposable
{
    private readonly List<(byte[] Buffer, int Length, long Offset)> _pieces = [];

    public long Length { get; private set; }

    /// <summary>Takes a buffer over.</summary>
    public void Add(byte[] buffer, int length)
    {
        _pieces.Add((buffer, length, Length));
        Length += length;
    }

    /// <summary>A view to be read from the start.</summary>
    public Stream Open() => new LoadedContentStream(this);

    /// <summary>Copies bytes from an offset; 0 at the end.</summary>
    public int Read(long offset, Span<byte> destination)
    {
        if (offset >= Length)
        {
            return 0;
        }

        // Chunks are 4 MiB at most and 256 KiB at least mostly, so that there are few.
        var index = _pieces.FindLastIndex(piece => piece.Offset <= offset);
        var (buffer, length, start) = _pieces[index];
        var skip = (int)(offset - start);
        var count = Math.Min(destination.Length, length - skip);
        buffer.AsSpan(skip, count).CopyTo(destination);
        return count;
    }

    public void Dispose()
    {
        foreach (var (buffer, _, _) in _pieces)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        _pieces.Clear();
        Length = 0;
    }
}
