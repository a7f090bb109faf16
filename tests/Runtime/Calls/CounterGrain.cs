namespace FileStorage.Tests.Runtime.Calls;

[GrainType("runtime.counter")]
public sealed class CounterGrain : Grain, ICounterGrain
{
    private int _count;

    public async Task<int> AddAsync(int amount)
    {
        var before = _count;
        await Task.Yield();
        _count = before + amount;
        return _count;
    }

    public ValueTask<int> GetAsync() => new(_count);

    public Task ResetAsync()
    {
        _count = 0;
        return Task.CompletedTask;
    }

    public Task<Guid> KeyAsync() => Task.FromResult(this.GetPrimaryKey());
}
