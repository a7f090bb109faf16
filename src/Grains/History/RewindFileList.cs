using System.Buffers.Binary;

namespace FileStorage.Grains.History;

/// <summary>The stored form of the files of a rewind: 40 bytes each.</summary>
internal static class RewindFileList
{
    private const int IdBytes = 16;
    private const int RowBytes = IdBytes + sizeof(long) + IdBytes;

    public static byte[] ToBytes(IReadOnlyList<RewindFile> files)
    {
        var bytes = new byte[files.Count * RowBytes];
        for (var index = 0; index < files.Count; index++)
        {
            var row = bytes.AsSpan(index * RowBytes, RowBytes);
            files[index].FileId.TryWriteBytes(row, bigEndian: true, out _);
            BinaryPrimitives.WriteInt64BigEndian(row[IdBytes..], files[index].SourceNumber);
            files[index].ExpectedVersionId.TryWriteBytes(row[(IdBytes + sizeof(long))..], bigEndian: true, out _);
        }

        return bytes;
    }

    public static RewindFile[] Parse(ReadOnlySpan<byte> bytes)
    {
        var files = new RewindFile[bytes.Length / RowBytes];
        for (var index = 0; index < files.Length; index++)
        {
            var row = bytes.Slice(index * RowBytes, RowBytes);
            files[index] = new RewindFile(
                new Guid(row[..IdBytes], bigEndian: true),
                BinaryPrimitives.ReadInt64BigEndian(row[IdBytes..]),
                new Guid(row[(IdBytes + sizeof(long))..], bigEndian: true));
        }

        return files;
    }
}
