namespace FileStorage.Tests.Runtime.Turns;

[GrainType("runtime.gated")]
public sealed class GatedGrain(Gates gates) : Grain, IGatedGrain
{
    private int _inside;
    private int _most;

    public Task WriteAsync(string gate) => gates.PassAsync(gate);

    public Task ReadAsync(string gate) => gates.PassAsync(gate);

    public Task InterleaveAsync(string gate) => gates.PassAsync(gate);

    public Task CallOnAsync(string grain, string gate) => GrainFactory.GetGrain<IGatedGrain>(grain).WriteAsync(gate);

    public Task CallAroundAsync(string grain) => GrainFactory.GetGrain<IGatedGrain>(grain).CallOnAsync(this.GetPrimaryKeyString(), "open");

    public Task TellAsync(string gate) => gates.PassAsync(gate);

    public Task TellAndFailAsync(string gate)
    {
        gates.Reach(gate);
        throw new InvalidOperationException("Nobody will know.");
    }

    public async Task<int> CrowdAsync(int turns)
    {
        for (var turn = 0; turn < turns; turn++)
        {
            _most = Math.Max(_most, ++_inside);
            Thread.SpinWait(100);
            _inside--;
            await Task.Yield();
        }

        return _most;
    }

    public async Task<bool> ResumesInTurnAsync()
    {
        var scheduler = TaskScheduler.Current;
        await Task.Run(() => { });
        var started = await Task.Factory.StartNew(
            () => TaskScheduler.Current, CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Current);
        return scheduler != TaskScheduler.Default
            && ReferenceEquals(scheduler, TaskScheduler.Current)
            && ReferenceEquals(scheduler, started);
    }
}
