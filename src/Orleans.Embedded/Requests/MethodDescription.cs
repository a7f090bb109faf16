using System.Reflection;
using Orleans.Concurrency;

namespace Orleans.Embedded.Requests;

/// <summary>What the attributes of a grain method say.</summary>
internal sealed class MethodDescription
{
    public MethodDescription(MethodInfo method)
    {
        Name = $"{method.DeclaringType!.Name}.{method.Name}";
        IsOneWay = method.IsDefined(typeof(OneWayAttribute));
        Interleaving = method.IsDefined(typeof(AlwaysInterleaveAttribute)) ? Interleaving.Always
            : method.IsDefined(typeof(ReadOnlyAttribute)) ? Interleaving.WithReads
            : Interleaving.Never;
        Timeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
    }

    public MethodDescription(string name, Interleaving interleaving, bool isOneWay = false)
    {
        Name = name;
        Interleaving = interleaving;
        IsOneWay = isOneWay;
    }

    public string Name { get; }

    public bool IsOneWay { get; }

    public Interleaving Interleaving { get; }

    /// <summary>Null for the silo's default.</summary>
    public TimeSpan? Timeout { get; }
}
