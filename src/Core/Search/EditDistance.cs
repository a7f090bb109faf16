namespace FileStorage.Core.Search;

/// <summary>How many slips of the finger lie between two words.</summary>
public static class EditDistance
{
    private const int MaxLength = 64;

    /// <summary>
    /// Letters added, left out, replaced, or swapped with their neighbour (optimal string alignment); <paramref name="limit"/> + 1 where
    /// there are more than that. Words over 64 letters are compared for equality only.
    /// </summary>
    public static int Between(ReadOnlySpan<char> left, ReadOnlySpan<char> right, int limit)
    {
        if (left.SequenceEqual(right))
        {
            return 0;
        }

        if (Math.Abs(left.Length - right.Length) > limit || left.Length > MaxLength || right.Length > MaxLength)
        {
            return limit + 1;
        }

        Span<int> beforeLast = stackalloc int[MaxLength + 1];
        Span<int> last = stackalloc int[MaxLength + 1];
        Span<int> current = stackalloc int[MaxLength + 1];
        for (var column = 0; column <= right.Length; column++)
        {
            last[column] = column;
        }

        for (var row = 1; row <= left.Length; row++)
        {
            current[0] = row;
            var best = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var isSame = left[row - 1] == right[column - 1];
                var distance = Math.Min(Math.Min(last[column] + 1, current[column - 1] + 1), last[column - 1] + (isSame ? 0 : 1));
                if (row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1])
                {
                    distance = Math.Min(distance, beforeLast[column - 2] + 1);
                }

                current[column] = distance;
                best = Math.Min(best, distance);
            }

            if (best > limit)
            {
                return limit + 1;
            }

            var free = beforeLast;
            beforeLast = last;
            last = current;
            current = free;
        }

        return Math.Min(last[right.Length], limit + 1);
    }

    /// <summary>The slips that are forgiven in a word of this length: none below four letters, two from nine on.</summary>
    public static int Forgiven(int length) => length switch
    {
        < 4 => 0,
        < 9 => 1,
        _ => 2,
    };
}
