namespace FileStorage.Tests.Runtime.Calls;

public sealed class KeyTests(RuntimeHost host) : IClassFixture<RuntimeHost>
{
    [Fact]
    public void A_reference_tells_its_key()
    {
        var guid = Guid.NewGuid();

        Assert.Equal(guid, host.Client.GetGrain<ICounterGrain>(guid).GetPrimaryKey());
        Assert.Equal(-5, host.Client.GetGrain<IAnsweringGrain>(-5).GetPrimaryKeyLong());
        Assert.Equal("a/b+c d", host.Client.GetGrain<Turns.IGatedGrain>("a/b+c d").GetPrimaryKeyString());
    }

    [Fact]
    public void An_identity_is_the_grain_type_and_the_key()
    {
        var guid = Guid.NewGuid();

        Assert.Equal($"runtime.counter/{guid:N}", host.Client.GetGrain<ICounterGrain>(guid).GetGrainId().ToString());
        Assert.Equal("runtime.answering/FF", host.Client.GetGrain<IAnsweringGrain>(255).GetGrainId().ToString());
        Assert.Equal(GrainId.Create("runtime.gated", "x"), host.Client.GetGrain<Turns.IGatedGrain>("x").GetGrainId());
    }

    [Fact]
    public void References_to_one_grain_are_equal()
    {
        var guid = Guid.NewGuid();

        Assert.Equal(host.Client.GetGrain<ICounterGrain>(guid), host.Client.GetGrain<ICounterGrain>(guid));
        Assert.NotEqual(host.Client.GetGrain<ICounterGrain>(guid), host.Client.GetGrain<ICounterGrain>(Guid.NewGuid()));
    }
}
