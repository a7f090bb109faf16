namespace Orleans;

/// <summary>Keeps idle activations of a grain class for as long as the silo runs.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class KeepAliveAttribute : Attribute;
