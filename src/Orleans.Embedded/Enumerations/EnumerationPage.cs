namespace Orleans.Embedded.Enumerations;

/// <summary>Some items of a sequence; none at all is a sign of life.</summary>
internal sealed record EnumerationPage<T>(IReadOnlyList<T> Items, bool IsLast, bool IsMissing = false)
{
    public static readonly EnumerationPage<T> Empty = new([], IsLast: false);

    public static readonly EnumerationPage<T> Missing = new([], IsLast: true, IsMissing: true);
}
