namespace Orleans;

/// <summary>
/// Subscribes every grain of a class to the stream of a namespace that has the grain's own key. The class implements
/// <see cref="Streams.Core.IStreamSubscriptionObserver"/> to attach its observer.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public class ImplicitStreamSubscriptionAttribute : Attribute
{
    /// <summary>All namespaces.</summary>
    public ImplicitStreamSubscriptionAttribute()
    {
    }

    public ImplicitStreamSubscriptionAttribute(string streamNamespace)
    {
        StreamNamespace = streamNamespace.Trim();
    }

    internal string? StreamNamespace { get; }
}
