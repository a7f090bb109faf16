using System.Buffers;
using System.IO.Pipelines;
using FileStorage.Api.Chunks;
using FileStorage.Core.Chunks;

namespace FileStorage.Api.Files;

/// <summary>
/// The part of a body that has been read and not cut yet. It holds a whole chunk of the largest size before it is looked at, so
/// that no byte is looked at twice.
/// </summary>
internal sealed class ContentWindow(ContentBlockPool blocks) : IDisposable
{
    private int _end;
    private long _total;

    public ContentBlock Block { get; private set; } = blocks.Rent();

    /// <summary>Where the window begins in <see cref="Block"/>.</summary>
    public int Start { get; private set; }

    public bool AtEnd { get; private set; }

    /// <summary>Bytes of the body that were read.</summary>
    public long TotalBytes => _total;

    public ReadOnlySpan<byte> Bytes => Block.Bytes.AsSpan(Start, _end - Start);

    /// <summary>Reads until the window is full or the body ends. False: nothing is left.</summary>
    public async ValueTask<bool> FillAsync(PipeReader body, BodyTerms terms, CancellationToken cancellationToken)
    {
        MakeRoom();
        while (!AtEnd && _end - Start < ChunkLimits.MaxChunkBytes)
        {
            var read = await body.ReadAsync(cancellationToken);
            var take = (int)Math.Min(read.Buffer.Length, Block.Bytes.Length - _end);
            var taken = read.Buffer.Slice(0, take);
            taken.CopyTo(Block.Bytes.AsSpan(_end));
            _end += take;
            _total += take;
            AtEnd = read.IsCompleted && take == read.Buffer.Length;
            body.AdvanceTo(taken.End);
            terms.Room.Require(_total);
        }

        return _end > Start;
    }

    /// <summary>Puts bytes before the body's first; they are no part of it. At most as many as a chunk has.</summary>
    public void Prepend(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Block.Bytes);
        _end = bytes.Length;
    }

    /// <summary>Nothing more comes: the body broke off.</summary>
    public void End() => AtEnd = true;

    /// <summary>Goes on behind the first <paramref name="length"/> bytes.</summary>
    public void Consume(int length) => Start += length;

    public void Dispose() => Block.Release();

    // Slices of the old block are still being stored, so the rest moves to a new one.
    private void MakeRoom()
    {
        if (Block.Bytes.Length - Start >= ChunkLimits.MaxChunkBytes)
        {
            return;
        }

        var next = blocks.Rent();
        Bytes.CopyTo(next.Bytes);
        _end -= Start;
        Start = 0;
        Block.Release();
        Block = next;
    }
}
