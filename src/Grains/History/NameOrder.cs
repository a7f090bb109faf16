namespace FileStorage.Grains.History;

/// <summary>The order of listings: that of the names' UTF-8 bytes, which is that of their code points.</summary>
internal sealed class NameOrder : IComparer<string>
{
    public static readonly NameOrder Instance = new();

    private NameOrder()
    {
    }

    public int Compare(string? x, string? y)
    {
        var (left, right) = (x ?? "", y ?? "");
        var length = Math.Min(left.Length, right.Length);
        for (var index = 0; index < length; index++)
        {
            if (left[index] != right[index])
            {
                // Above the surrogates there are characters that come before all that need two.
                return (char.IsSurrogate(left[index]), char.IsSurrogate(right[index])) switch
                {
                    (true, false) => 1,
                    (false, true) => -1,
                    _ => left[index].CompareTo(right[index]),
                };
            }
        }

        return left.Length.CompareTo(right.Length);
    }
}
