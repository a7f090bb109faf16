using System.Collections.Concurrent;
using System.Reflection;

namespace Orleans.Embedded.Catalog;

/// <summary>
/// Finds grain classes: in the assemblies that are loaded or referenced from them, and that reference this one. What an assembly
/// holds never changes, so each is read once a process.
/// </summary>
internal static class GrainAssemblies
{
    private static readonly ConcurrentDictionary<Assembly, IReadOnlyList<GrainClass>> Read = new();
    private static readonly Assembly Ours = typeof(GrainAssemblies).Assembly;

    public static IEnumerable<GrainClass> FindClasses()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic));
        while (pending.TryPop(out var assembly))
        {
            if (!seen.Add(assembly.GetName().Name!) || IsFramework(assembly.GetName().Name!))
            {
                continue;
            }

            var references = assembly.GetReferencedAssemblies();
            foreach (var name in references.Where(name => !IsFramework(name.Name!) && !seen.Contains(name.Name!)))
            {
                pending.Push(Assembly.Load(name));
            }

            foreach (var part in assembly.GetCustomAttributes<ApplicationPartAttribute>())
            {
                pending.Push(Assembly.Load(part.AssemblyName));
            }

            if (references.Any(name => name.Name == Ours.GetName().Name))
            {
                foreach (var grainClass in Read.GetOrAdd(assembly, ReadAssembly))
                {
                    yield return grainClass;
                }
            }
        }
    }

    private static IReadOnlyList<GrainClass> ReadAssembly(Assembly assembly) =>
    [
        .. assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }
                && type.GetInterfaces().Any(GrainInterfaces.IsGrainInterface)
                && !type.IsSubclassOf(typeof(GrainReference)))
            .Select(type => new GrainClass(type)),
    ];

    private static bool IsFramework(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.", StringComparison.Ordinal)
        || name.StartsWith("xunit", StringComparison.Ordinal)
        || name is "System" or "mscorlib" or "netstandard";
}
