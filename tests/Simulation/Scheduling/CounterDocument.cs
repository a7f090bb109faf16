namespace FileStorage.Tests.Simulation.Scheduling;

[GenerateSerializer, Alias("simulation.counter-document")]
public sealed class CounterDocument
{
    [Id(0)]
    public int Value { get; set; }

    [Id(1)]
    public HashSet<Guid> Operations { get; set; } = [];
}
