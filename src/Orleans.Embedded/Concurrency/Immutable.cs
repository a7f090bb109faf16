namespace Orleans.Concurrency;

/// <summary>Wraps a value that its owner promises not to change.</summary>
[GenerateSerializer, Immutable]
public readonly struct Immutable<T>(T value)
{
    [Id(0)]
    public readonly T Value = value;
}
