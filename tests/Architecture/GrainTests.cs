using System.Reflection;

namespace FileStorage.Tests.Architecture;

/// <summary>What every grain class must be, so that both runtimes host it and nobody else can make one.</summary>
public sealed class GrainTests
{
    private static IEnumerable<Type> Grains =>
        Assembly.Load("FileStorage.Grains").GetTypes().Where(type => type.IsClass && !type.IsAbstract && typeof(Grain).IsAssignableFrom(type));

    [Fact]
    public void Every_grain_is_internal_and_sealed_and_has_a_type_name_of_its_own()
    {
        var open = Grains.Where(type => type.IsPublic || !type.IsSealed).Select(type => type.Name);
        var unnamed = Grains.Where(type => type.GetCustomAttribute<GrainTypeAttribute>() is null).Select(type => type.Name);

        Findings.AssertNone(open);
        Findings.AssertNone(unnamed);
    }

    [Fact]
    public void No_grain_holds_a_static_that_changes()
    {
        var mutable = Assembly.Load("FileStorage.Grains").GetTypes()
            .Where(type => !type.Name.StartsWith('<') && type.Namespace?.StartsWith("FileStorage", StringComparison.Ordinal) is true)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => !field.IsInitOnly && !field.IsLiteral && !field.Name.StartsWith('<'))
            .Select(field => $"{field.DeclaringType!.Name}.{field.Name}");

        Findings.AssertNone(mutable);
    }
}
