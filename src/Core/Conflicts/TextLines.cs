using System.Runtime.InteropServices;
using System.Text;

namespace FileStorage.Core.Conflicts;

/// <summary>The lines of several texts as numbers, the same line the same number. A line holds its end, so that nothing is lost.</summary>
internal sealed class TextLines
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<byte[]> _lines = [];

    public int[] Read(ReadOnlySpan<byte> text)
    {
        var numbers = new List<int>();
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..(end + 1)];
            text = text[line.Length..];
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, Encoding.UTF8.GetString(line), out var isKnown);
            if (!isKnown)
            {
                number = _lines.Count;
                _lines.Add(line.ToArray());
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    public byte[] Write(List<int> numbers)
    {
        var bytes = new byte[numbers.Sum(number => _lines[number].Length)];
        var written = 0;
        foreach (var number in numbers)
        {
            _lines[number].CopyTo(bytes, written);
            written += _lines[number].Length;
        }

        return bytes;
    }
}
