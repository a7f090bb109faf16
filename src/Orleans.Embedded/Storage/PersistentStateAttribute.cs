namespace Orleans.Runtime;

/// <summary>Names the document and the storage of an <see cref="IPersistentState{TState}"/> parameter.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
{
    public string StateName { get; } = stateName;

    /// <summary>The key under which the <see cref="Storage.IGrainStorage"/> is registered; null is "Default".</summary>
    public string? StorageName { get; } = storageName;
}
