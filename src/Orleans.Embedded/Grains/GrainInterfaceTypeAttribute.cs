namespace Orleans.Runtime;

/// <summary>The name of a grain interface on the wire.</summary>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class GrainInterfaceTypeAttribute(string value) : Attribute
{
    internal GrainInterfaceType InterfaceType { get; } = GrainInterfaceType.Create(value);
}
