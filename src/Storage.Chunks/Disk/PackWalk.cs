using System.Buffers;
using FileStorage.Storage.Chunks.Sealing;

namespace FileStorage.Storage.Chunks.Disk;

/// <summary>
/// Goes through a pack from record to record by their headers. Where a header is damaged it looks for the next whole one, so
/// that one bad sector does not hide what lies behind it. A tail that is not whole is what a crash left: it is passed over.
/// </summary>
internal sealed class PackWalk(IPackFile file, long endOffset) : IDisposable
{
    // Small records: many headers a read. Large ones: little more than the header.
    private const int WideBytes = 256 * 1024;
    private const int NarrowBytes = 4 * 1024;

    private readonly byte[] _window = ArrayPool<byte>.Shared.Rent(WideBytes);
    private long _windowOffset;
    private int _windowBytes;
    private long _position = PackHeader.Bytes;
    private int _readAhead = WideBytes;

    /// <summary>Whether bytes were passed over, other than at the end, that are no record: then the pack holds more than was seen.</summary>
    public bool SawDamage { get; private set; }

    /// <summary>The next record, live or deleted; false at the end.</summary>
    public bool TryRead(out PackRecord record)
    {
        var start = _position;
        while (TryFill(_position, RecordHeader.Bytes))
        {
            var header = new RecordHeader(_window.AsSpan((int)(_position - _windowOffset)));
            if (header.IsWhole && _position + header.RecordBytes <= endOffset)
            {
                SawDamage |= _position != start;
                record = new PackRecord(
                    _position,
                    header.RecordBytes,
                    header.Codec,
                    header.IsLive,
                    new ChunkName(header.Name),
                    DateTimeOffset.FromUnixTimeMilliseconds(header.StoredAtMilliseconds));
                _position += header.RecordBytes;
                _readAhead = header.RecordBytes < WideBytes / 8 ? WideBytes : NarrowBytes;
                return true;
            }

            _readAhead = WideBytes;
            SkipToNextMagic();
        }

        record = default;
        return false;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_window);

    private void SkipToNextMagic()
    {
        _position++;
        while (TryFill(_position, RecordHeader.Bytes))
        {
            var rest = _window.AsSpan((int)(_position - _windowOffset), (int)(_windowOffset + _windowBytes - _position));
            var found = rest.IndexOf(RecordHeader.LiveMagic[..3]);
            if (found >= 0)
            {
                _position += found;
                return;
            }

            _position += rest.Length - 2;
        }
    }

    // Makes the window hold `count` bytes at `offset`; false where the pack ends before.
    private bool TryFill(long offset, int count)
    {
        if (offset + count > endOffset)
        {
            return false;
        }

        if (offset < _windowOffset || offset + count > _windowOffset + _windowBytes)
        {
            var wanted = (int)Math.Min(_readAhead, endOffset - offset);
            _windowBytes = file.Read(_window.AsSpan(0, wanted), offset);
            _windowOffset = offset;
        }

        return offset + count <= _windowOffset + _windowBytes;
    }
}
