namespace FileStorage.Tests.Simulation.Scheduling;

/// <summary>Does what a grain must not do.</summary>
[GrainType("simulation.escaping")]
internal sealed class EscapingGrain : Grain, IEscapingGrain
{
    public async Task RunElsewhereAsync() => await Task.Run(() => { });

    public async Task SleepInRealTimeAsync() => await Task.Delay(1);
}
