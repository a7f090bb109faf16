namespace FileStorage.Tests.Runtime.Calls;

public sealed class CallTests(RuntimeHost host) : IClassFixture<RuntimeHost>
{
    [Fact]
    public async Task Calls_of_one_grain_run_one_after_the_other()
    {
        var counter = host.Client.GetGrain<ICounterGrain>(Guid.NewGuid());

        await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Task.Run(() => counter.AddAsync(1))));

        Assert.Equal(1000, await counter.GetAsync());
        await counter.ResetAsync();
        Assert.Equal(0, await counter.GetAsync());
    }

    [Fact]
    public async Task A_grain_knows_its_key()
    {
        var key = Guid.NewGuid();

        Assert.Equal(key, await host.Client.GetGrain<ICounterGrain>(key).KeyAsync());
        Assert.Equal(key, host.Client.GetGrain<ICounterGrain>(key).GetPrimaryKey());
    }
}
