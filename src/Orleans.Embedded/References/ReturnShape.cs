using System.Reflection;
using Orleans.Embedded.Requests;

namespace Orleans.Embedded.References;

/// <summary>Reads what a grain method returns.</summary>
internal readonly struct ReturnShape
{
    public ReturnShape(MethodInfo method)
    {
        var type = method.ReturnType;
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        Result = definition is null ? null : type.GetGenericArguments()[0];
        Kind = type == typeof(Task) ? ReturnKind.Task
            : type == typeof(ValueTask) ? ReturnKind.ValueTask
            : definition == typeof(Task<>) ? ReturnKind.TaskOfResult
            : definition == typeof(ValueTask<>) ? ReturnKind.ValueTaskOfResult
            : definition == typeof(IAsyncEnumerable<>) ? ReturnKind.AsyncEnumerable
            : throw Unsupported(method, "must return a task, a value task or an IAsyncEnumerable");
        if (method.ContainsGenericParameters || method.GetParameters().Any(parameter => parameter.ParameterType.IsByRef))
        {
            throw Unsupported(method, "may be neither generic nor have parameters by reference");
        }
    }

    public ReturnKind Kind { get; }

    public Type? Result { get; }

    public Type RequestType => Kind switch
    {
        ReturnKind.AsyncEnumerable => typeof(EnumerationRequest<>).MakeGenericType(Result!),
        _ when Result is null => typeof(ActionRequest),
        _ => typeof(FunctionRequest<>).MakeGenericType(Result),
    };

    private static NotSupportedException Unsupported(MethodInfo method, string rule) =>
        new($"The grain method {method.DeclaringType}.{method.Name} {rule}.");
}
