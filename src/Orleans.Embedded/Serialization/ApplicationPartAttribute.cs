namespace Orleans;

/// <summary>Names an assembly that holds grains and is not otherwise referenced by the one that carries this attribute.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ApplicationPartAttribute(string assemblyName) : Attribute
{
    public string AssemblyName { get; } = assemblyName;
}
