namespace FileStorage.Tests.Simulation.Scheduling;

/// <summary>Does what a grain must not do.</summary>
[GrainType("simulation.escaping")]
internal sealed class EscapingGrain : Grain, IEscapingGrain
{
    // Yields in any case: a task that is complete already would not leave the thread.
    public async Task RunElsewhereAsync() => await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

    public async Task SleepInRealTimeAsync() => await Task.Delay(TimeSpan.FromMilliseconds(200));
}
