namespace FileStorage.Tests.Runtime.Timers;

[GrainType("runtime.ticking")]
public sealed class TickingGrain(Gates gates) : Grain, ITickingGrain
{
    private IGrainTimer? _timer;
    private int _ticks;

    private string Name => this.GetPrimaryKeyString();

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        gates.Reach($"{Name}.{reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task StartAsync(TimeSpan dueTime, TimeSpan period, bool interleave, bool keepAlive)
    {
        _timer = this.RegisterGrainTimer(
            TickAsync, new GrainTimerCreationOptions { DueTime = dueTime, Period = period, Interleave = interleave, KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task StopAsync()
    {
        _timer?.Dispose();
        return Task.CompletedTask;
    }

    public Task HoldAsync(string gate) => gates.PassAsync(gate);

    public Task<int> TicksAsync() => Task.FromResult(_ticks);

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        _ticks++;
        gates.Reach($"{Name}.tick");
        gates.Reach($"{Name}.tick.{_ticks}");
        await Task.Yield();
        if (_ticks == 2)
        {
            throw new InvalidOperationException("The second tick fails, the timer goes on.");
        }
    }
}
