using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FileStorage.Core.Chunks;

namespace FileStorage.Tests.Grains.Tests.Messages;

/// <summary>Messages with something in every member, and what is in them as text.</summary>
internal static class MessageSample
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public;

    public static object Make(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Make(underlying);
        }

        if (type.IsEnum)
        {
            return Enum.GetValues(type).Cast<object>().Last();
        }

        return type.Name switch
        {
            nameof(Boolean) => true,
            nameof(Byte) => (byte)3,
            nameof(Int32) => 70_000,
            nameof(Int64) => 5_000_000_000L,
            nameof(Double) => 1.5,
            nameof(String) => "naïve text",
            nameof(Guid) => Guid.Parse("0199aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee"),
            nameof(DateTimeOffset) => new DateTimeOffset(2026, 11, 22, 1, 2, 3, 456, TimeSpan.Zero),
            nameof(TimeSpan) => TimeSpan.FromMilliseconds(1234),
            nameof(ChunkId) => ChunkId.Of([1, 2, 3]),
            _ when type == typeof(byte[]) => new byte[] { 1, 2, 3 },
            _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) => MakeArray(type.GetGenericArguments()[0]),
            _ when type.IsAbstract => Make(type.Assembly.GetTypes().First(other => other is { IsAbstract: false } && other.IsAssignableTo(type))),
            _ => MakeRecord(type),
        };
    }

    public static string Describe(object? value) => value switch
    {
        null => "null",
        string text => text,
        IEnumerable many => $"[{string.Join(", ", many.Cast<object?>().Select(Describe))}]",
        _ when value.GetType() is { IsPrimitive: true } or { IsEnum: true } || value is IFormattable => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        _ => $"{value.GetType().Name} {{ {string.Join(", ", Settable(value.GetType()).Select(member => $"{member.Name}: {Describe(member.GetValue(value))}"))} }}",
    };

    private static object MakeRecord(Type type)
    {
        var made = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var member in Settable(type))
        {
            member.SetValue(made, Make(member.PropertyType));
        }

        return made;
    }

    private static object MakeArray(Type element)
    {
        var array = Array.CreateInstance(element, 2);
        array.SetValue(Make(element), 0);
        array.SetValue(Make(element), 1);
        return typeof(ImmutableCollectionsMarshal).GetMethod(nameof(ImmutableCollectionsMarshal.AsImmutableArray))!.MakeGenericMethod(element).Invoke(null, [array])!;
    }

    private static IEnumerable<PropertyInfo> Settable(Type type) => type.GetProperties(Members).Where(member => member.CanWrite);
}
