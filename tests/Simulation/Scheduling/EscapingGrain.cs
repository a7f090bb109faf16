namespace FileStorage.Tests.Simulation.Scheduling;

/// <summary>Does what a grain must not do.</summary>
/// <param name="gate">Opened by the test when everybody waits: an escape that is over before its caller looks leaves no trace.</param>
[GrainType("simulation.escaping")]
internal sealed class EscapingGrain(TaskCompletionSource gate) : Grain, IEscapingGrain
{
    public async Task RunElsewhereAsync() => await gate.Task.ConfigureAwait(false);

    public async Task SleepInRealTimeAsync() => await Task.Delay(TimeSpan.FromMilliseconds(200));
}
