using Orleans.Storage;

namespace FileStorage.Tests.Runtime.Activations;

[GrainType("runtime.living")]
public sealed class LivingGrain(Gates gates) : Grain, ILivingGrain
{
    private int _life;

    private string Name => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        gates.Reach($"{Name}.activated");
        _life = gates.CountOf($"{Name}.activated");
        if (Name.StartsWith("stillborn", StringComparison.Ordinal) && _life == 1)
        {
            throw new InvalidOperationException("not today");
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        gates.Reach($"{Name}.{reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task<int> LifeAsync() => Task.FromResult(_life);

    public Task EndAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task<int> EndAndWaitAsync(string gate)
    {
        DeactivateOnIdle();
        await gates.PassAsync(gate);
        return _life;
    }

    public async Task LoseAsync()
    {
        await Task.Yield();
        throw new InconsistentStateException("lost", "2", "1");
    }

    public Task LoseElsewhereAsync(string other) => GrainFactory.GetGrain<ILivingGrain>(other).LoseAsync();

    public Task StayAsync(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }
}
