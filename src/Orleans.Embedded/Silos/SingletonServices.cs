using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Embedded.Silos;

/// <summary>
/// Which services there is one of for all: a grain that needs no others is given them without a scope of its own, which it would keep for as long as it
/// lives.
/// </summary>
internal sealed class SingletonServices(IServiceCollection services)
{
    private readonly ConcurrentDictionary<Type, bool> _known = new();

    public bool Has(Type type) => _known.GetOrAdd(type, IsSingleton);

    private bool IsSingleton(Type type)
    {
        var found = Find(type) ?? (type.IsConstructedGenericType ? Find(type.GetGenericTypeDefinition()) : null);
        return found is { Lifetime: ServiceLifetime.Singleton };
    }

    private ServiceDescriptor? Find(Type type) => services.LastOrDefault(service => !service.IsKeyedService && service.ServiceType == type);
}
