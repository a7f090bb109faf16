namespace Orleans;

/// <summary>Marks an <see cref="IConverter{TValue,TSurrogate}"/>. The embedded runtime serializes nothing and never calls it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class RegisterConverterAttribute : Attribute;
