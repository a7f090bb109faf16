using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Orleans.Embedded.Catalog;
using Orleans.Embedded.Silos;

namespace Orleans.Embedded.References;

/// <summary>
/// Generates, at the first use of a grain interface, the class of its references and a request class for each of its methods. A
/// call then costs no reflection and no boxing: a reference method makes a request that holds its arguments and sends it.
/// </summary>
internal static class ReferenceEmitter
{
    private static readonly ConcurrentDictionary<Type, Lazy<Func<Silo, GrainId, GrainReference>>> Factories = new();
    private static readonly Lock EmitLock = new();
    private static readonly HashSet<string> Opened = [];
    private static readonly AssemblyBuilder GeneratedAssembly =
        AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Orleans.Embedded.Generated"), AssemblyBuilderAccess.Run);

    private static readonly ModuleBuilder Module = GeneratedAssembly.DefineDynamicModule("Orleans.Embedded.Generated");
    private static readonly ConstructorInfo BaseConstructor =
        typeof(GrainReference).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [typeof(Silo), typeof(GrainId)])!;

    private static readonly MethodInfo SendMethod =
        typeof(GrainReference).GetMethod(nameof(GrainReference.Send), BindingFlags.Instance | BindingFlags.NonPublic)!;

    private static readonly MethodInfo EnumerateMethod =
        typeof(GrainReference).GetMethod(nameof(GrainReference.Enumerate), BindingFlags.Instance | BindingFlags.NonPublic)!;

    public static Func<Silo, GrainId, GrainReference> FactoryOf(Type type) =>
        Factories.GetOrAdd(type, static key => new Lazy<Func<Silo, GrainId, GrainReference>>(() => Emit(key))).Value;

    private static Func<Silo, GrainId, GrainReference> Emit(Type type)
    {
        if (!GrainInterfaces.IsGrainInterface(type) || type.ContainsGenericParameters)
        {
            throw new ArgumentException($"{type} is not a grain interface.");
        }

        lock (EmitLock)
        {
            OpenAccessTo(typeof(ReferenceEmitter).Assembly);
            OpenAccessTo(type.Assembly);
            var builder = Module.DefineType($"{type.FullName}.Reference", TypeAttributes.Public | TypeAttributes.Sealed, typeof(GrainReference), [type]);
            EmitConstructor(builder);
            foreach (var method in MethodsOf(type))
            {
                OpenAccessTo(method.DeclaringType!.Assembly);
                EmitMethod(builder, method, RequestEmitter.Emit(Module, method));
            }

            return FactoryOf(builder.CreateType(), type);
        }
    }

    private static IEnumerable<MethodInfo> MethodsOf(Type type) =>
        type.GetInterfaces().Append(type).SelectMany(part => part.GetMethods()).Where(method => method is { IsStatic: false, IsAbstract: true });

    private static void EmitConstructor(TypeBuilder builder)
    {
        var code = builder
            .DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, [typeof(Silo), typeof(GrainId)])
            .GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Ldarg_2);
        code.Emit(OpCodes.Call, BaseConstructor);
        code.Emit(OpCodes.Ret);
    }

    private static void EmitMethod(TypeBuilder builder, MethodInfo method, ConstructorInfo request)
    {
        var parameters = method.GetParameters();
        var implementation = builder.DefineMethod(
            $"{method.DeclaringType!.FullName}.{method.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot,
            method.ReturnType,
            [.. parameters.Select(parameter => parameter.ParameterType)]);
        var code = implementation.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        for (var index = 0; index < parameters.Length; index++)
        {
            code.Emit(OpCodes.Ldarg, (short)(index + 1));
        }

        code.Emit(OpCodes.Newobj, request);
        var shape = new ReturnShape(method);
        code.Emit(OpCodes.Call, shape.Kind == ReturnKind.AsyncEnumerable ? EnumerateMethod.MakeGenericMethod(shape.Result!) : SendMethod);
        if (shape.Kind is ReturnKind.ValueTask or ReturnKind.ValueTaskOfResult)
        {
            var task = shape.Result is null ? typeof(Task) : typeof(Task<>).MakeGenericType(shape.Result);
            code.Emit(OpCodes.Newobj, method.ReturnType.GetConstructor([task])!);
        }

        code.Emit(OpCodes.Ret);
        builder.DefineMethodOverride(implementation, method);
    }

    private static Func<Silo, GrainId, GrainReference> FactoryOf(Type generated, Type type)
    {
        var method = new DynamicMethod($"New{type.Name}", typeof(GrainReference), [typeof(Silo), typeof(GrainId)], generated.Module, skipVisibility: true);
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Newobj, generated.GetConstructor([typeof(Silo), typeof(GrainId)])!);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<Silo, GrainId, GrainReference>>();
    }

    /// <summary>Generated classes use internal types of this assembly and implement internal interfaces of others.</summary>
    private static void OpenAccessTo(Assembly assembly)
    {
        var name = assembly.GetName().Name!;
        if (Opened.Add(name))
        {
            var attribute = typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!;
            GeneratedAssembly.SetCustomAttribute(new CustomAttributeBuilder(attribute, [name]));
        }
    }
}
