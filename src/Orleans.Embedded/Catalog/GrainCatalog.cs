using System.Collections.Concurrent;

namespace Orleans.Embedded.Catalog;

/// <summary>Which class implements a grain interface, and which class a grain type names.</summary>
internal sealed class GrainCatalog
{
    private readonly Dictionary<GrainType, GrainClass> _byType = [];
    private readonly Dictionary<Type, List<GrainClass>> _byInterface = [];
    private readonly ConcurrentDictionary<(Type Interface, string Prefix), GrainClass> _byPrefix = new();

    public GrainCatalog()
    {
        foreach (var grainClass in GrainAssemblies.FindClasses())
        {
            if (!_byType.TryAdd(grainClass.GrainType, grainClass))
            {
                throw new OrleansConfigurationException(
                    $"{grainClass.Type} and {_byType[grainClass.GrainType].Type} have the same grain type \"{grainClass.GrainType}\".");
            }

            foreach (var type in grainClass.Interfaces)
            {
                if (!_byInterface.TryGetValue(type, out var classes))
                {
                    _byInterface.Add(type, classes = []);
                }

                classes.Add(grainClass);
            }
        }
    }

    public IEnumerable<GrainClass> Classes => _byType.Values;

    public GrainClass ByType(GrainType type) =>
        _byType.TryGetValue(type, out var grainClass) ? grainClass : throw new ArgumentException($"No grain class has the grain type \"{type}\".");

    public GrainClass ByInterface(Type type, string? classNamePrefix)
    {
        if (classNamePrefix is not null)
        {
            return _byPrefix.GetOrAdd((type, classNamePrefix), key =>
                Only(key.Interface, Implementing(key.Interface).Where(grainClass =>
                    grainClass.Type.FullName!.StartsWith(key.Prefix, StringComparison.Ordinal))));
        }

        var classes = Implementing(type);
        return classes.Count == 1 ? classes[0] : Only(type, classes.Where(grainClass => IsNamedAfter(grainClass.Type, type)));
    }

    private List<GrainClass> Implementing(Type type) =>
        _byInterface.TryGetValue(type, out var classes)
            ? classes
            : throw new ArgumentException($"Could not find an implementation for interface {type}.");

    private static GrainClass Only(Type type, IEnumerable<GrainClass> classes) => classes.ToList() switch
    {
        [var only] => only,
        [] => throw new ArgumentException($"Could not find an implementation for interface {type}."),
        var several => throw new ArgumentException(
            $"Unable to choose between the implementations of {type}: {string.Join(", ", several.Select(grainClass => grainClass.Type))}."),
    };

    private static bool IsNamedAfter(Type grainClass, Type type) => type.Name == $"I{grainClass.Name}";
}
