namespace FileStorage.Tests.Simulation.Scheduling;

/// <summary>The smallest grain that keeps the rules of ours: fenced writes, operation ids, and no trust in memory after a failure.</summary>
[GrainType("simulation.counter")]
internal sealed class CounterGrain([PersistentState("counter", "documents")] IPersistentState<CounterDocument> document)
    : Grain, ICounterGrain
{
    public async Task<int> AddAsync(Guid operationId, CancellationToken cancellationToken)
    {
        if (document.State.Operations.Add(operationId))
        {
            await IncrementAsync();
        }

        return document.State.Value;
    }

    public async Task<int> AddCarelesslyAsync(CancellationToken cancellationToken)
    {
        await IncrementAsync();
        return document.State.Value;
    }

    public Task<int> GetAsync(CancellationToken cancellationToken) => Task.FromResult(document.State.Value);

    private async Task IncrementAsync()
    {
        document.State.Value++;
        try
        {
            await document.WriteStateAsync();
        }
        catch (IOException)
        {
            // The outcome is unknown, so memory is no longer a copy of what is stored.
            DeactivateOnIdle();
            throw;
        }
    }
}
