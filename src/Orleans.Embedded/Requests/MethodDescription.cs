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

    private MethodDescription(MethodDescription other, Interleaving interleaving)
    {
        Name = other.Name;
        Timeout = other.Timeout;
        Interleaving = interleaving;
    }

    public MethodDescription(string name, Interleaving interleaving, bool isOneWay = false)
    {
        Name = name;
        Interleaving = interleaving;
        IsOneWay = isOneWay;
    }

    public string Name { get; }

    /// <summary>The same method, when it interleaves with all calls.</summary>
    public MethodDescription Interleaved =>
        Interleaving == Interleaving.Always ? this : field ??= new MethodDescription(this, Interleaving.Always);

    public bool IsOneWay { get; }

    public Interleaving Interleaving { get; }

    /// <summary>Null for the silo's default.</summary>
    public TimeSpan? Timeout { get; }
}
