using System.Reflection;
using System.Reflection.Emit;
using Orleans.Embedded.Requests;

namespace Orleans.Embedded.References;

/// <summary>Generates the request class of one grain method.</summary>
internal static class RequestEmitter
{
    private static int _count;

    /// <returns>The constructor, which takes the method's arguments.</returns>
    public static ConstructorInfo Emit(ModuleBuilder module, MethodInfo method)
    {
        var shape = new ReturnShape(method);
        var parent = shape.RequestType;
        var builder = module.DefineType(
            $"{method.DeclaringType!.FullName}.{method.Name}.Request{_count++}", TypeAttributes.Public | TypeAttributes.Sealed, parent);
        var description = builder.DefineField("Description", typeof(MethodDescription), FieldAttributes.Public | FieldAttributes.Static);
        var parameters = method.GetParameters();
        var fields = parameters
            .Select((parameter, index) => builder.DefineField($"argument{index}", parameter.ParameterType, FieldAttributes.Public))
            .ToArray();

        EmitConstructor(builder, parent, fields);
        EmitGetter(builder, nameof(Request.Method), typeof(MethodDescription), code => code.Emit(OpCodes.Ldsfld, description));
        if (Array.Find(fields, field => field.FieldType == typeof(CancellationToken)) is { } token)
        {
            EmitGetter(builder, nameof(Request.Token), typeof(CancellationToken), code =>
            {
                code.Emit(OpCodes.Ldarg_0);
                code.Emit(OpCodes.Ldfld, token);
            });
        }

        EmitInvoke(builder, method, shape, fields);
        var type = builder.CreateType();
        type.GetField("Description")!.SetValue(null, new MethodDescription(method));
        return type.GetConstructors().Single();
    }

    private static void EmitConstructor(TypeBuilder builder, Type parent, FieldBuilder[] fields)
    {
        var code = builder
            .DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, [.. fields.Select(field => field.FieldType)])
            .GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Call, parent.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, [])!);
        for (var index = 0; index < fields.Length; index++)
        {
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ldarg, (short)(index + 1));
            code.Emit(OpCodes.Stfld, fields[index]);
        }

        code.Emit(OpCodes.Ret);
    }

    private static void EmitGetter(TypeBuilder builder, string property, Type type, Action<ILGenerator> load)
    {
        var getter = builder.DefineMethod(
            $"get_{property}",
            MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.SpecialName,
            type,
            []);
        var code = getter.GetILGenerator();
        load(code);
        code.Emit(OpCodes.Ret);
    }

    private static void EmitInvoke(TypeBuilder builder, MethodInfo method, ReturnShape shape, FieldBuilder[] fields)
    {
        var (name, returned) = shape.Kind == ReturnKind.AsyncEnumerable
            ? ("Enumerate", method.ReturnType)
            : (nameof(Request.Invoke), typeof(Task));
        var invoke = builder.DefineMethod(
            name,
            MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig,
            returned,
            [typeof(object)]);
        var code = invoke.GetILGenerator();
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Castclass, method.DeclaringType!);
        foreach (var field in fields)
        {
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ldfld, field);
        }

        code.Emit(OpCodes.Callvirt, method);
        if (shape.Kind is ReturnKind.ValueTask or ReturnKind.ValueTaskOfResult)
        {
            var value = code.DeclareLocal(method.ReturnType);
            code.Emit(OpCodes.Stloc, value);
            code.Emit(OpCodes.Ldloca, value);
            code.Emit(OpCodes.Call, method.ReturnType.GetMethod(nameof(ValueTask.AsTask), [])!);
        }

        code.Emit(OpCodes.Ret);
    }
}
