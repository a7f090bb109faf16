namespace Orleans.Concurrency;

/// <summary>Makes an <see cref="Immutable{T}"/> of a value.</summary>
public static class ImmutableExtensions
{
    public static Immutable<T> AsImmutable<T>(this T value) => new(value);
}
