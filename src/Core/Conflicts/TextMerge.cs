using System.Text.Unicode;

namespace FileStorage.Core.Conflicts;

/// <summary>
/// Merges two edits of one text, line by line (Khanna, Kunal and Pierce 2007, "A formal investigation of diff3"). Either cleanly or not at
/// all: two changes that touch, without an unchanged line between them, are a conflict.
/// </summary>
public static class TextMerge
{
    /// <summary>Longer content is not merged.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const int MaxLines = 100_000;

    /// <summary>
    /// The text with both edits in it; null where they contradict each other, or one of the three is no text (UTF-8 without NUL), or
    /// is too long, or the edits are too many. The order of the two edits makes no difference.
    /// </summary>
    public static byte[]? TryMerge(ReadOnlySpan<byte> basis, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        if (!IsText(basis) || !IsText(first) || !IsText(second))
        {
            return null;
        }

        var lines = new TextLines();
        var basisLines = lines.Read(basis);
        var firstLines = lines.Read(first);
        var secondLines = lines.Read(second);
        if (basisLines.Length > MaxLines || firstLines.Length > MaxLines || secondLines.Length > MaxLines)
        {
            return null;
        }

        return LineMatch.Of(basisLines, firstLines) is { } inFirst
            && LineMatch.Of(basisLines, secondLines) is { } inSecond
            && Merge(basisLines, firstLines, secondLines, inFirst, inSecond) is { } merged
            ? lines.Write(merged)
            : null;
    }

    private static bool IsText(ReadOnlySpan<byte> content) =>
        content.Length <= MaxBytes && !content.Contains((byte)0) && Utf8.IsValid(content);

    private static List<int>? Merge(int[] basis, int[] first, int[] second, int[] inFirst, int[] inSecond)
    {
        var merged = new List<int>(Math.Max(first.Length, second.Length));
        var (atBasis, atFirst, atSecond) = (0, 0, 0);
        while (true)
        {
            // The next line that neither has touched.
            var kept = atBasis;
            while (kept < basis.Length && (inFirst[kept] < 0 || inSecond[kept] < 0))
            {
                kept++;
            }

            var isEnd = kept == basis.Length;
            var firstPart = first.AsSpan(atFirst, (isEnd ? first.Length : inFirst[kept]) - atFirst);
            var secondPart = second.AsSpan(atSecond, (isEnd ? second.Length : inSecond[kept]) - atSecond);
            if (!TryChoose(basis.AsSpan(atBasis, kept - atBasis), firstPart, secondPart, merged))
            {
                return null;
            }

            if (isEnd)
            {
                return merged;
            }

            merged.Add(basis[kept]);
            (atBasis, atFirst, atSecond) = (kept + 1, inFirst[kept] + 1, inSecond[kept] + 1);
        }
    }

    private static bool TryChoose(ReadOnlySpan<int> basis, ReadOnlySpan<int> first, ReadOnlySpan<int> second, List<int> merged)
    {
        if (first.SequenceEqual(basis) || first.SequenceEqual(second))
        {
            merged.AddRange(second);
            return true;
        }

        if (second.SequenceEqual(basis))
        {
            merged.AddRange(first);
            return true;
        }

        return false;
    }
}
