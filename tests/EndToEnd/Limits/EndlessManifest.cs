using System.Text;

namespace FileStorage.Tests.EndToEnd.Limits;

/// <summary>The JSON of a manifest of a billion entries, made as it is read.</summary>
internal sealed class EndlessManifest : Stream
{
    private static readonly byte[] Start = Encoding.ASCII.GetBytes("""{"path":"/endless","size":1000000000,"chunks":[""");
    private static readonly byte[] Entry = Encoding.ASCII.GetBytes($$"""{"id":"{{new string('0', 64)}}","length":1},""");

    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        for (var index = 0; index < count; index++, _position++)
        {
            buffer[offset + index] = _position < Start.Length ? Start[_position] : Entry[(_position - Start.Length) % Entry.Length];
        }

        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
