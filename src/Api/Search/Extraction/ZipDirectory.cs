using System.Buffers.Binary;

namespace FileStorage.Api.Search.Extraction;

/// <summary>
/// Counts the entries of a zip archive before it is opened: .NET makes an object of each, and a small file can list hundreds of
/// thousands.
/// </summary>
internal static class ZipDirectory
{
    private const int MaxEntries = 5000;
    private const int EndLength = 22;
    private const int MaxCommentLength = ushort.MaxValue;
    private const int HeaderLength = 46;
    private const uint EndMark = 0x06054b50;
    private const uint HeaderMark = 0x02014b50;

    /// <exception cref="InvalidDataException">It is no archive.</exception>
    /// <exception cref="NotReadableException">It has too many entries.</exception>
    public static void RequireFew(Stream archive)
    {
        archive.Position = StartOf(archive);
        Span<byte> header = stackalloc byte[HeaderLength];
        var entries = 0;
        while (archive.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) == HeaderLength
            && BinaryPrimitives.ReadUInt32LittleEndian(header) == HeaderMark)
        {
            if (++entries > MaxEntries)
            {
                throw new NotReadableException($"it has more than {MaxEntries} parts");
            }

            archive.Position += BinaryPrimitives.ReadUInt16LittleEndian(header[28..])
                + BinaryPrimitives.ReadUInt16LittleEndian(header[30..])
                + BinaryPrimitives.ReadUInt16LittleEndian(header[32..]);
        }

        archive.Position = 0;
    }

    private static long StartOf(Stream archive)
    {
        var tail = new byte[(int)Math.Min(archive.Length, EndLength + MaxCommentLength)];
        archive.Position = archive.Length - tail.Length;
        archive.ReadExactly(tail);
        for (var index = tail.Length - EndLength; index >= 0; index--)
        {
            var end = tail.AsSpan(index);
            if (BinaryPrimitives.ReadUInt32LittleEndian(end) == EndMark)
            {
                var start = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
                return start < archive.Length
                    ? start
                    : throw new InvalidDataException("The archive's directory lies outside of it, or is of the long form.");
            }
        }

        throw new InvalidDataException("This is no zip archive.");
    }
}
