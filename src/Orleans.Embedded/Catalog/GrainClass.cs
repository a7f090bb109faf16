using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Embedded.Activations;

namespace Orleans.Embedded.Catalog;

/// <summary>What is known of a grain class: read once by reflection, then used without it.</summary>
internal sealed class GrainClass
{
    private readonly ConstructorInvoker _constructor;
    private readonly Func<Activation, object?>[] _arguments;

    public GrainClass(Type type)
    {
        Type = type;
        GrainType = type.GetCustomAttribute<GrainTypeAttribute>()?.GrainType ?? GrainType.Create(ConventionalName(type));
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute));
        MaxLocalWorkers = type.GetCustomAttribute<StatelessWorkerAttribute>()?.MaxLocalWorkers ?? 0;
        IsKeptAlive = type.IsDefined(typeof(KeepAliveAttribute));
        CollectionAge = type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit;
        HasOnActivate = Overrides(type, nameof(IGrainBase.OnActivateAsync));
        HasOnDeactivate = Overrides(type, nameof(IGrainBase.OnDeactivateAsync));
        ImplicitNamespaces = [.. type.GetCustomAttributes<ImplicitStreamSubscriptionAttribute>().Select(attribute => attribute.StreamNamespace)];
        Interfaces = [.. type.GetInterfaces().Where(GrainInterfaces.IsGrainInterface)];

        var constructor = ChooseConstructor(type);
        _constructor = ConstructorInvoker.Create(constructor);
        _arguments = [.. constructor.GetParameters().Select(GrainArguments.For)];
    }

    public Type Type { get; }

    public GrainType GrainType { get; }

    public IReadOnlyList<Type> Interfaces { get; }

    public bool IsReentrant { get; }

    /// <summary>How many activations of one stateless worker there may be; 0 for an ordinary grain.</summary>
    public int MaxLocalWorkers { get; }

    public bool IsKeptAlive { get; }

    /// <summary>How long an idle activation is kept; null for the silo's default.</summary>
    public TimeSpan? CollectionAge { get; }

    public bool HasOnActivate { get; }

    public bool HasOnDeactivate { get; }

    /// <summary>The namespaces of implicit stream subscriptions; a null among them means all.</summary>
    public IReadOnlyList<string?> ImplicitNamespaces { get; }

    /// <summary>Makes an instance in the activation's turn, with its services, documents and context.</summary>
    public object CreateInstance(Activation activation)
    {
        if (_arguments.Length == 0)
        {
            return _constructor.Invoke();
        }

        var arguments = new object?[_arguments.Length];
        for (var index = 0; index < arguments.Length; index++)
        {
            arguments[index] = _arguments[index](activation);
        }

        return _constructor.Invoke(arguments.AsSpan());
    }

    private static string ConventionalName(Type type)
    {
        var name = type.Name;
        var end = name.EndsWith("Grain", StringComparison.Ordinal) && name.Length > "Grain".Length ? name.Length - "Grain".Length : name.Length;
        return name[..end].ToLowerInvariant();
    }

    private static bool Overrides(Type type, string method)
    {
        if (!typeof(IGrainBase).IsAssignableFrom(type))
        {
            return false;
        }

        var map = type.GetInterfaceMap(typeof(IGrainBase));
        var index = Array.FindIndex(map.InterfaceMethods, candidate => candidate.Name == method);
        return map.TargetMethods[index]?.DeclaringType is { } declaring && declaring != typeof(Grain) && declaring != typeof(IGrainBase);
    }

    private static ConstructorInfo ChooseConstructor(Type type)
    {
        var constructors = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public);
        return constructors switch
        {
            [] => throw new OrleansConfigurationException($"The grain class {type} has no public constructor."),
            [var only] => only,
            _ => constructors.FirstOrDefault(candidate => candidate.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute)))
                ?? constructors.MaxBy(candidate => candidate.GetParameters().Length)!,
        };
    }
}
