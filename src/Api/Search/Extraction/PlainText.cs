using System.Buffers;
using System.Text;

namespace FileStorage.Api.Search.Extraction;

/// <summary>Text of any kind, source code included: UTF-8, UTF-16 with its mark, or else Latin-1 where nothing speaks against text.</summary>
internal static class PlainText
{
    /// <summary>What is looked at to tell text from anything else.</summary>
    private const int SampleBytes = 8 * 1024;

    /// <summary>False where it is no text.</summary>
    public static bool TryRead(Stream content, TextCollector text)
    {
        if (EncodingOf(content) is not { } encoding)
        {
            return false;
        }

        using var reader = new StreamReader(content, encoding, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        var buffer = ArrayPool<char>.Shared.Rent(16 * 1024);
        try
        {
            while (!text.IsFull && reader.Read(buffer) is > 0 and var count)
            {
                text.Append(buffer.AsSpan(0, count));
            }

            return true;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    /// <summary>The encoding, by what the content begins with; null where it is no text. The content is at its beginning again.</summary>
    private static Encoding? EncodingOf(Stream content)
    {
        var sample = new byte[SampleBytes];
        var count = content.ReadAtLeast(sample, SampleBytes, throwOnEndOfStream: false);
        content.Position = 0;
        var bytes = sample.AsSpan(0, count);
        if (bytes is [0xFF, 0xFE, ..])
        {
            return Encoding.Unicode;
        }

        if (bytes is [0xFE, 0xFF, ..])
        {
            return Encoding.BigEndianUnicode;
        }

        if (bytes.ContainsAny(Controls))
        {
            return null;
        }

        return IsUtf8(bytes, isCut: count == SampleBytes) ? Encoding.UTF8 : Encoding.Latin1;
    }

    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Where(value => value is not (7 or 8 or 9 or 10 or 11 or 12 or 13 or 26 or 27)).Select(value => (byte)value)]);

    private static bool IsUtf8(ReadOnlySpan<byte> bytes, bool isCut)
    {
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out _, out var length);
            if (status is not OperationStatus.Done)
            {
                // The sample may end within a character.
                return isCut && status is OperationStatus.NeedMoreData;
            }

            bytes = bytes[length..];
        }

        return true;
    }
}
