namespace FileStorage.Core.Conflicts;

/// <summary>
/// Which elements of a sequence are kept in another, by the shortest edit script (Myers 1986, "An O(ND) difference algorithm and its
/// variations").
/// </summary>
internal static class LineMatch
{
    /// <summary>Insertions and deletions between what the two have in common at their ends; the memory grows with its square.</summary>
    private const int MaxEdits = 1500;

    /// <summary>For each element of <paramref name="from"/> its place in <paramref name="to"/>, or -1; null where they differ too much.</summary>
    public static int[]? Of(ReadOnlySpan<int> from, ReadOnlySpan<int> to)
    {
        var start = from.CommonPrefixLength(to);
        var end = CommonSuffixLength(from[start..], to[start..]);
        var match = new int[from.Length];
        match.AsSpan().Fill(-1);
        for (var index = 0; index < start; index++)
        {
            match[index] = index;
        }

        for (var index = 1; index <= end; index++)
        {
            match[^index] = to.Length - index;
        }

        return TryMatch(from[start..^end], to[start..^end], match.AsSpan(start), start) ? match : null;
    }

    private static int CommonSuffixLength(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        var length = 0;
        while (length < first.Length && length < second.Length && first[^(length + 1)] == second[^(length + 1)])
        {
            length++;
        }

        return length;
    }

    // reached[d][k + d] is how far d edits lead on the diagonal k, which is a place in `from` less one in `to`.
    private static bool TryMatch(ReadOnlySpan<int> from, ReadOnlySpan<int> to, Span<int> match, int offset)
    {
        var reached = new List<int[]>();
        var most = Math.Min(MaxEdits, from.Length + to.Length);
        for (var edits = 0; edits <= most; edits++)
        {
            var row = new int[(2 * edits) + 1];
            reached.Add(row);
            for (var diagonal = -edits; diagonal <= edits; diagonal += 2)
            {
                var x = edits == 0 ? 0 : Step(reached[edits - 1], edits - 1, diagonal, out _);
                var y = x - diagonal;
                while (x < from.Length && y < to.Length && y >= 0 && from[x] == to[y])
                {
                    x++;
                    y++;
                }

                row[diagonal + edits] = x;
                if (x >= from.Length && y >= to.Length)
                {
                    Trace(reached, from.Length, to.Length, match, offset);
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The furthest place on a diagonal with one edit more than <paramref name="before"/>.</summary>
    private static int Step(int[] before, int edits, int diagonal, out bool isInsertion)
    {
        var below = diagonal - 1 >= -edits ? before[diagonal - 1 + edits] : int.MinValue;
        var above = diagonal + 1 <= edits ? before[diagonal + 1 + edits] : int.MinValue;

        // Down is an element of `to` that `from` lacks; to the right one of `from` that `to` lacks.
        isInsertion = diagonal == -(edits + 1) || (diagonal != edits + 1 && below < above);
        return isInsertion ? above : below + 1;
    }

    private static void Trace(List<int[]> reached, int fromLength, int toLength, Span<int> match, int offset)
    {
        var (x, y) = (fromLength, toLength);
        for (var edits = reached.Count - 1; edits >= 0; edits--)
        {
            var diagonal = x - y;
            var isInsertion = false;
            var entered = edits == 0 ? 0 : Step(reached[edits - 1], edits - 1, diagonal, out isInsertion);
            while (x > entered)
            {
                x--;
                y--;
                match[x] = y + offset;
            }

            if (edits > 0)
            {
                (x, y) = isInsertion ? (x, y - 1) : (x - 1, y);
            }
        }
    }
}
