namespace FileStorage.Storage.Metadata.Database;

/// <summary>The bound on every page that is read at once.</summary>
public static class PageLimit
{
    public const int Max = 10_000;

    /// <exception cref="ArgumentOutOfRangeException">Below 1 or above <see cref="Max"/>.</exception>
    internal static int Check(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, Max);
        return limit;
    }
}
