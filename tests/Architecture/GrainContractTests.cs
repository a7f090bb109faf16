using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Tests.Architecture;

/// <summary>
/// The embedded runtime hands messages over without copying them, and Orleans tells them apart by their aliases. Both hold only
/// if every message over a grain interface is immutable and named.
/// </summary>
public sealed class GrainContractTests
{
    private static readonly Assembly Contracts = typeof(IDriveGrain).Assembly;

    /// <summary>Types from outside that cannot change once made.</summary>
    private static readonly HashSet<Type> ImmutableOutsiders =
    [
        typeof(bool), typeof(byte), typeof(short), typeof(int), typeof(long), typeof(double), typeof(decimal), typeof(string),
        typeof(Guid), typeof(DateTimeOffset), typeof(TimeSpan), typeof(CancellationToken), typeof(Uri), typeof(Type), typeof(void),
    ];

    private static readonly HashSet<Type> ImmutableOutsideGenerics =
    [
        typeof(ImmutableArray<>), typeof(ImmutableDictionary<,>), typeof(ImmutableHashSet<>), typeof(ImmutableSortedDictionary<,>),
        typeof(ImmutableSortedSet<>), typeof(ImmutableList<>), typeof(Nullable<>),
    ];

    private static IEnumerable<Type> GrainInterfaces =>
        Contracts.GetTypes().Where(type => type.IsInterface && typeof(IGrain).IsAssignableFrom(type));

    [Fact]
    public void There_are_grain_interfaces_to_check() =>
        Assert.Contains(typeof(IDriveGrain), GrainInterfaces);

    [Fact]
    public void Every_grain_interface_and_method_has_an_alias_that_is_its_own()
    {
        var unnamed = GrainInterfaces.Where(type => type.GetCustomAttribute<GrainInterfaceTypeAttribute>() is null).Select(type => type.Name);
        var methods = GrainInterfaces.SelectMany(type => type.GetMethods()
            .GroupBy(method => Alias(method) ?? "")
            .Where(group => group.Key.Length == 0 || group.Count() > 1)
            .Select(group => $"{type.Name}: \"{group.Key}\" of {string.Join(", ", group.Select(method => method.Name))}"));

        Findings.AssertNone(unnamed);
        Findings.AssertNone(methods);
    }

    [Fact]
    public void No_two_types_share_an_alias()
    {
        var shared = Contracts.GetTypes()
            .Where(type => Alias(type) is not null)
            .GroupBy(type => Alias(type)!)
            .Where(group => group.Count() > 1)
            .Select(group => $"\"{group.Key}\" of {string.Join(", ", group.Select(type => type.Name))}");

        Findings.AssertNone(shared);
    }

    [Fact]
    public void Every_grain_method_is_asynchronous_and_takes_a_cancellation_token_last()
    {
        var wrong = GrainInterfaces.SelectMany(type => type.GetMethods())
            .Where(method => !method.Name.EndsWith("Async", StringComparison.Ordinal)
                || Payload(method.ReturnType) is null
                || method.GetParameters().LastOrDefault()?.ParameterType != typeof(CancellationToken))
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}");

        Findings.AssertNone(wrong);
    }

    [Fact]
    public void Every_message_is_an_immutable_record_that_says_how_it_is_written()
    {
        var problems = new List<string>();
        foreach (var method in GrainInterfaces.SelectMany(type => type.GetMethods()))
        {
            var seen = new HashSet<Type>();
            foreach (var parameter in method.GetParameters())
            {
                Check(parameter.ParameterType, $"{method.DeclaringType!.Name}.{method.Name}({parameter.Name})", seen, problems);
            }

            Check(Payload(method.ReturnType)!, $"{method.DeclaringType!.Name}.{method.Name} returns", seen, problems);
        }

        Findings.AssertNone(problems);
    }

    private static void Check(Type type, string where, HashSet<Type> seen, List<string> problems)
    {
        if (!seen.Add(type) || ImmutableOutsiders.Contains(type) || type.IsEnum || type.IsInterface && typeof(IGrain).IsAssignableFrom(type))
        {
            return;
        }

        if (type.IsConstructedGenericType && ImmutableOutsideGenerics.Contains(type.GetGenericTypeDefinition()))
        {
            foreach (var argument in type.GetGenericArguments())
            {
                Check(argument, where, seen, problems);
            }

            return;
        }

        // What lives in Core knows nothing of Orleans and travels by its converter.
        if (type.Assembly == typeof(ChunkId).Assembly)
        {
            if (!HasConverter(type))
            {
                problems.Add($"{where}: {type.Name} of Core has no converter in Grains.Interfaces/Serialization");
            }

            return;
        }

        if (type.Assembly != Contracts)
        {
            problems.Add($"{where}: {type} may change after it was sent");
            return;
        }

        CheckMessage(type, where, seen, problems);
    }

    private static void CheckMessage(Type type, string where, HashSet<Type> seen, List<string> problems)
    {
        void Problem(string what) => problems.Add($"{where}: {type.Name} {what}");

        if (!IsRecord(type))
        {
            Problem("is no record");
        }

        if (type.GetCustomAttribute<GenerateSerializerAttribute>() is null || type.GetCustomAttribute<ImmutableAttribute>() is null || Alias(type) is null)
        {
            Problem("lacks one of [GenerateSerializer, Immutable, Alias]");
        }

        var properties = type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(property => property.GetMethod!.GetCustomAttribute<CompilerGeneratedAttribute>() is not null).ToList();
        foreach (var property in properties)
        {
            if (property.SetMethod is { } setter && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)))
            {
                Problem($".{property.Name} can be set after it was made");
            }

            if (property.GetCustomAttribute<IdAttribute>() is null)
            {
                Problem($".{property.Name} lacks [Id]");
            }

            Check(property.PropertyType, $"{type.Name}.{property.Name}", seen, problems);
        }

        if (properties.Select(property => property.GetCustomAttribute<IdAttribute>()?.Id).GroupBy(id => id).Any(group => group.Count() > 1))
        {
            Problem("uses an [Id] twice");
        }

        if (type.IsAbstract)
        {
            CheckCases(type, where, seen, problems);
        }
        else if (!type.IsSealed)
        {
            Problem("is not sealed");
        }
    }

    /// <summary>A closed union: the constructor is private, so that the nested cases are all there are.</summary>
    private static void CheckCases(Type type, string where, HashSet<Type> seen, List<string> problems)
    {
        var open = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Any(constructor => constructor.GetParameters().Length == 0 && !constructor.IsPrivate);
        var cases = type.GetNestedTypes().Where(nested => nested.BaseType == type).ToList();
        if (open || cases.Count == 0)
        {
            problems.Add($"{where}: {type.Name} is abstract but not closed");
        }

        foreach (var one in cases)
        {
            Check(one, $"{where}: {type.Name}", seen, problems);
        }
    }

    private static bool HasConverter(Type type) =>
        Contracts.GetTypes().Any(converter => converter.GetInterfaces().Any(implemented =>
            implemented.IsConstructedGenericType
            && implemented.GetGenericTypeDefinition() == typeof(IConverter<,>)
            && implemented.GetGenericArguments()[0] == type));

    private static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$", BindingFlags.Instance | BindingFlags.Public) is not null
        || type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null;

    private static string? Alias(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias;

    /// <summary>What a method answers inside its task, or null if it is not asynchronous.</summary>
    private static Type? Payload(Type returned)
    {
        if (returned == typeof(Task) || returned == typeof(ValueTask))
        {
            return typeof(void);
        }

        if (!returned.IsConstructedGenericType)
        {
            return null;
        }

        var definition = returned.GetGenericTypeDefinition();
        return definition == typeof(Task<>) || definition == typeof(ValueTask<>) || definition == typeof(IAsyncEnumerable<>)
            ? returned.GetGenericArguments()[0]
            : null;
    }
}
