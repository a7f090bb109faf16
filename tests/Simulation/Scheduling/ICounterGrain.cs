namespace FileStorage.Tests.Simulation.Scheduling;

[Alias("simulation.counter")]
public interface ICounterGrain : IGrainWithIntegerKey
{
    /// <summary>Adds one, once for each operation.</summary>
    [Alias("add")]
    Task<int> AddAsync(Guid operationId, CancellationToken cancellationToken = default);

    /// <summary>Adds one each time it is carried out.</summary>
    [Alias("add-carelessly")]
    Task<int> AddCarelesslyAsync(CancellationToken cancellationToken = default);

    [Alias("get")]
    Task<int> GetAsync(CancellationToken cancellationToken = default);
}
