namespace Orleans;

/// <summary>The name of a grain class in its identity; it must never change once the grain has stored anything.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class GrainTypeAttribute(string grainType) : Attribute
{
    internal GrainType GrainType { get; } = GrainType.Create(grainType);
}
