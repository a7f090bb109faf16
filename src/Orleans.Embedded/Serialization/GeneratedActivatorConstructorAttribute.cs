using Microsoft.Extensions.DependencyInjection;

namespace Orleans;

/// <summary>Marks the constructor that a serializer uses.</summary>
[AttributeUsage(AttributeTargets.Constructor)]
public sealed class GeneratedActivatorConstructorAttribute : ActivatorUtilitiesConstructorAttribute;
