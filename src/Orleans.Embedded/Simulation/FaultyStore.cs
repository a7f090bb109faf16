using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Orleans.Embedded.Simulation;

/// <summary>
/// Stands before a store and makes some of its calls slow, some fail, and some fail after they were carried out. Methods that
/// return neither a task nor a value task pass through untouched.
/// </summary>
public class FaultyStore : DispatchProxy
{
    private static readonly MethodInfo CallOfResult =
        typeof(FaultyStore).GetMethod(nameof(CallAsync), 1, BindingFlags.Instance | BindingFlags.NonPublic, [typeof(MethodInfo), typeof(object?[])])!;

    private SimulatedCluster _simulation = null!;
    private object _store = null!;

    internal static TStore Before<TStore>(SimulatedCluster simulation, TStore store)
        where TStore : class
    {
        var proxy = Create<TStore, FaultyStore>();
        var faulty = (FaultyStore)(object)proxy;
        faulty._simulation = simulation;
        faulty._store = store;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var type = targetMethod!.ReturnType;
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        if (definition == typeof(Task<>) || definition == typeof(ValueTask<>))
        {
            var task = CallOfResult.MakeGenericMethod(type.GetGenericArguments()).Invoke(this, [targetMethod, args]);
            return definition == typeof(Task<>) ? task : Activator.CreateInstance(type, task);
        }

        return type == typeof(Task) ? CallAsync(targetMethod, args)
            : type == typeof(ValueTask) ? new ValueTask(CallAsync(targetMethod, args))
            : Pass(targetMethod, args);
    }

    private async Task CallAsync(MethodInfo method, object?[]? args)
    {
        await BeforeAsync(method);
        await (Pass(method, args) switch
        {
            Task task => task,
            ValueTask task => task.AsTask(),
            var other => throw new InvalidOperationException($"{method} returned {other}."),
        });
        await AfterAsync(method);
    }

    private async Task<T> CallAsync<T>(MethodInfo method, object?[]? args)
    {
        await BeforeAsync(method);
        var result = await (Pass(method, args) switch
        {
            Task<T> task => task,
            ValueTask<T> task => task.AsTask(),
            var other => throw new InvalidOperationException($"{method} returned {other}."),
        });
        await AfterAsync(method);
        return result;
    }

    private async Task BeforeAsync(MethodInfo method)
    {
        await Task.Yield();
        var faults = _simulation.ActiveFaults;
        if (_simulation.Random.Chance(faults.SlowStoreCall))
        {
            _simulation.Count("slow store call");
            await Task.Delay(_simulation.Random.NextTime(faults.LongestDelay), _simulation.Clock);
        }

        if (_simulation.Random.Chance(faults.FailedStoreCall))
        {
            _simulation.Count("failed store call");
            throw new SimulatedFaultException($"{method.Name} failed.");
        }
    }

    private async Task AfterAsync(MethodInfo method)
    {
        await Task.Yield();
        if (_simulation.Random.Chance(_simulation.ActiveFaults.UnknownStoreOutcome))
        {
            _simulation.Count("unknown store outcome");
            throw new SimulatedFaultException($"{method.Name} failed after it was carried out.");
        }
    }

    private object? Pass(MethodInfo method, object?[]? args)
    {
        try
        {
            return method.Invoke(_store, args);
        }
        catch (TargetInvocationException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException!);
            throw;
        }
    }
}
