using System.Collections.Concurrent;
using System.Reflection;
using FileStorage.Grains.Interfaces;

namespace FileStorage.Silo.Clustering;

/// <summary>Stands for a grain at the gateway, and makes calls that led nowhere again.</summary>
internal class RetryingGrain : DispatchProxy
{
    private static readonly ConcurrentDictionary<MethodInfo, Func<RetryingGrain, MethodInfo, object?[], object>> Ways = [];

    private IAddressable _grain = null!;
    private CallRetry _retry = null!;

    public static TGrain For<TGrain>(TGrain grain, CallRetry retry)
        where TGrain : IAddressable
    {
        var proxy = Create<TGrain, RetryingGrain>();
        ((RetryingGrain)(object)proxy)._grain = grain;
        ((RetryingGrain)(object)proxy)._retry = retry;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        Ways.GetOrAdd(targetMethod!, WayOf)(this, targetMethod!, args ?? []);

    private static Func<RetryingGrain, MethodInfo, object?[], object> WayOf(MethodInfo method)
    {
        if (method.IsDefined(typeof(NotRepeatedAttribute)))
        {
            return static (grain, method, arguments) => grain.Call(method, arguments);
        }

        if (method.ReturnType == typeof(Task))
        {
            return static (grain, method, arguments) => grain.RunAsync(method, arguments);
        }

        // Grain methods are asynchronous and answer one thing; a test of the architecture sees to it.
        var run = typeof(RetryingGrain).GetMethod(nameof(RunAndAnswerAsync), BindingFlags.NonPublic | BindingFlags.Instance)!;
        return run.MakeGenericMethod(method.ReturnType.GetGenericArguments()[0]).CreateDelegate<Func<RetryingGrain, MethodInfo, object?[], object>>();
    }

    private Task RunAsync(MethodInfo method, object?[] arguments) => _retry.RunAsync(
        async () =>
        {
            await (Task)Call(method, arguments);
            return true;
        },
        method.Name,
        TokenOf(arguments));

    private Task<T> RunAndAnswerAsync<T>(MethodInfo method, object?[] arguments) =>
        _retry.RunAsync(() => (Task<T>)Call(method, arguments), method.Name, TokenOf(arguments));

    private object Call(MethodInfo method, object?[] arguments) =>
        method.Invoke(_grain, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null)!;

    private static CancellationToken TokenOf(object?[] arguments) => arguments is [.., CancellationToken token] ? token : CancellationToken.None;
}
