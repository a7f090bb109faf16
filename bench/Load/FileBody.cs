using System.Buffers.Binary;

namespace FileStorage.Bench.Load;

/// <summary>
/// Content of the files of one run: the same incompressible bytes with a stamp of run and number in front, so that no two files
/// are the same chunk and any file can be compared without keeping it.
/// </summary>
internal sealed class FileBody
{
    public const int StampBytes = 16;

    private readonly byte[] _bytes;
    private readonly long _run;

    public FileBody(int sizeBytes, long run)
    {
        _run = run;
        _bytes = new byte[sizeBytes];
        new Random(20001).NextBytes(_bytes);
    }

    /// <summary>The bytes of file <paramref name="index"/>; good until the next call.</summary>
    public ReadOnlySpan<byte> Of(int index) => Memory(index).Span;

    /// <inheritdoc cref="Of"/>
    public ReadOnlyMemory<byte> Memory(int index)
    {
        BinaryPrimitives.WriteInt64BigEndian(_bytes, _run);
        BinaryPrimitives.WriteInt64BigEndian(_bytes.AsSpan(sizeof(long)), index);
        return _bytes;
    }
}
