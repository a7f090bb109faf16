using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Tests.Runtime.Timers;

public sealed class TimerTests(RuntimeHost host) : IClassFixture<RuntimeHost>
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    private readonly Gates _gates = host.Services.GetRequiredService<Gates>();
    private readonly string _name = Guid.NewGuid().ToString("N");

    private ITickingGrain Grain => host.Client.GetGrain<ITickingGrain>(_name);

    [Fact]
    public async Task A_timer_ticks_until_it_is_stopped_and_survives_a_failing_tick()
    {
        await Grain.StartAsync(Soon, Soon, interleave: false, keepAlive: true);
        await _gates.ReachedAsync($"{_name}.tick.4");

        await Grain.StopAsync();
        var ticks = await Grain.TicksAsync();
        await host.Client.GetGrain<ITickingGrain>($"{_name}.other").StartAsync(Soon, Soon, interleave: false, keepAlive: false);
        await _gates.ReachedAsync($"{_name}.other.tick.3");

        Assert.Equal(ticks, await Grain.TicksAsync());
    }

    [Fact]
    public async Task A_timer_without_a_period_ticks_once()
    {
        await Grain.StartAsync(Soon, Timeout.InfiniteTimeSpan, interleave: false, keepAlive: false);
        await host.Client.GetGrain<ITickingGrain>($"{_name}.other").StartAsync(Soon, Soon, interleave: false, keepAlive: false);
        await _gates.ReachedAsync($"{_name}.other.tick.3");

        Assert.Equal(1, await Grain.TicksAsync());
    }

    [Fact]
    public async Task A_tick_waits_for_the_running_call_unless_it_interleaves()
    {
        var patient = host.Client.GetGrain<ITickingGrain>($"{_name}.patient");
        await patient.StartAsync(Soon, Soon, interleave: false, keepAlive: false);
        await Grain.StartAsync(TimeSpan.FromMilliseconds(200), Soon, interleave: true, keepAlive: false);
        var held = patient.HoldAsync($"{_name}.gate");
        await _gates.ReachedAsync($"{_name}.gate");
        var ticks = await patient.TicksAsync();
        var interleaved = Grain.HoldAsync($"{_name}.gate");

        await _gates.ReachedAsync($"{_name}.tick.3");
        Assert.Equal(ticks, await patient.TicksAsync());

        _gates.Open($"{_name}.gate");
        await held;
        await interleaved;
    }

    [Fact]
    public async Task Ticks_do_not_keep_a_grain_alive_unless_asked()
    {
        var kept = host.Client.GetGrain<ITickingGrain>($"{_name}.kept");
        await kept.StartAsync(Soon, Soon, interleave: false, keepAlive: true);
        await Grain.StartAsync(Soon, Soon, interleave: false, keepAlive: false);

        await _gates.ReachedAsync($"{_name}.{DeactivationReasonCode.ActivationIdle}");

        Assert.Equal(0, _gates.CountOf($"{_name}.kept.{DeactivationReasonCode.ActivationIdle}"));
        await kept.StopAsync();
    }
}
