using System.Globalization;

namespace FileStorage.Tests.Runtime.Calls;

[GrainType("runtime.answering")]
public sealed class AnsweringGrain(Gates gates) : Grain, IAnsweringGrain
{
    private string _sum = "";

    public Task<int> FailNowAsync() => throw new InvalidOperationException("now");

    public async Task FailLaterAsync()
    {
        await Task.Yield();
        throw new InvalidOperationException("later");
    }

    public ValueTask<string> FailWithArgumentAsync(string parameter) =>
        throw new ArgumentException("It is wrong.", parameter);

    public async Task WaitAsync(string gate, CancellationToken cancellationToken)
    {
        try
        {
            await gates.PassAsync(gate, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            gates.Reach($"{gate}.cancelled");
            throw;
        }

        gates.Reach($"{gate}.passed");
    }

    public async Task WaitBrieflyAsync(string gate)
    {
        await gates.PassAsync(gate);
        gates.Reach($"{gate}.passed");
    }

    public async Task<string?> ContextAsync(string key)
    {
        await Task.Yield();
        return RequestContext.Get(key) as string;
    }

    public Task<string?> ContextThroughAsync(long other, string key) => GrainFactory.GetGrain<IAnsweringGrain>(other).ContextAsync(key);

    public Task SetContextAsync(string key, string value)
    {
        RequestContext.Set(key, value);
        return Task.CompletedTask;
    }

    public ValueTask SumAsync(int a, long b, double c, string d, Guid e, DateTimeOffset f, int? g, byte[] h)
    {
        _sum = string.Create(CultureInfo.InvariantCulture, $"{a} {b} {c} {d} {e} {f:O} {g} {h.Length}");
        return ValueTask.CompletedTask;
    }

    public ValueTask<string> LastSumAsync() => new(_sum);
}
