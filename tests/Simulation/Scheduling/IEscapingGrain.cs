namespace FileStorage.Tests.Simulation.Scheduling;

[Alias("simulation.escaping")]
public interface IEscapingGrain : IGrainWithStringKey
{
    [Alias("run-elsewhere")]
    Task RunElsewhereAsync();

    [Alias("sleep-in-real-time")]
    Task SleepInRealTimeAsync();
}
