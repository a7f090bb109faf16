using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace FileStorage.Tests.Runtime.Activations;

public sealed class ActivationTests(RuntimeHost host) : IClassFixture<RuntimeHost>
{
    private readonly Gates _gates = host.Services.GetRequiredService<Gates>();
    private readonly string _name = Guid.NewGuid().ToString("N");

    private ILivingGrain Grain => host.Client.GetGrain<ILivingGrain>(_name);

    [Fact]
    public async Task A_grain_is_activated_by_its_first_call_and_once()
    {
        Assert.Equal(0, _gates.CountOf($"{_name}.activated"));

        var lives = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(Grain.LifeAsync)));

        Assert.All(lives, life => Assert.Equal(1, life));
    }

    [Fact]
    public async Task A_grain_that_ends_itself_is_activated_afresh_by_the_next_call()
    {
        await Grain.EndAsync();
        await _gates.ReachedAsync($"{_name}.{DeactivationReasonCode.ApplicationRequested}");

        Assert.Equal(2, await Grain.LifeAsync());
    }

    [Fact]
    public async Task Retiring_waits_for_running_calls_and_waiting_ones_go_to_the_next_activation()
    {
        var running = Grain.EndAndWaitAsync($"{_name}.gate");
        await _gates.ReachedAsync($"{_name}.gate");
        var waiting = Grain.LifeAsync();

        Assert.Equal(0, _gates.CountOf($"{_name}.{DeactivationReasonCode.ApplicationRequested}"));
        _gates.Open($"{_name}.gate");

        Assert.Equal(1, await running);
        Assert.Equal(2, await waiting);
    }

    [Fact]
    public async Task An_idle_grain_is_retired()
    {
        await Grain.LifeAsync();

        await _gates.ReachedAsync($"{_name}.{DeactivationReasonCode.ActivationIdle}");

        Assert.Equal(2, await Grain.LifeAsync());
    }

    [Fact]
    public async Task A_lost_swap_retires_exactly_the_activation_that_lost_it()
    {
        var other = $"{_name}.other";
        await host.Client.GetGrain<ILivingGrain>(other).LifeAsync();

        await Assert.ThrowsAsync<InconsistentStateException>(() => Grain.LoseElsewhereAsync(other));
        await _gates.ReachedAsync($"{other}.{DeactivationReasonCode.ApplicationError}");

        Assert.Equal(1, await Grain.LifeAsync());
        Assert.Equal(2, await host.Client.GetGrain<ILivingGrain>(other).LifeAsync());
    }

    [Fact]
    public async Task A_failed_activation_fails_the_calls_that_wait_and_the_next_call_tries_again()
    {
        var grain = host.Client.GetGrain<ILivingGrain>($"stillborn.{_name}");

        var failure = await Assert.ThrowsAnyAsync<Exception>(grain.LifeAsync);

        Assert.Contains("not today", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await grain.LifeAsync());
    }
}
