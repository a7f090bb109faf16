using Orleans.Embedded.Simulation;
using Orleans.Storage;

namespace FileStorage.Tests.Simulation.Scheduling;

/// <summary>One run of the counters: clients add and retry until they succeed, then the faults stop and the counters are read.</summary>
internal sealed class CounterRun
{
    private const int Clients = 8;
    private const int AdditionsAClient = 10;
    private const int Counters = 3;

    private static readonly SimulationFaults Faults = new()
    {
        LostRequest = 0.02,
        LostReply = 0.02,
        RepeatedRequest = 0.02,
        DelayedRequest = 0.1,
        KilledSilo = 0.002,
        SplitGrain = 0.02,
        FailedStoreCall = 0.02,
        UnknownStoreOutcome = 0.02,
        SlowStoreCall = 0.05,
    };

    public CounterRun(ulong seed, bool careless = false)
    {
        var cluster = new SimulatedCluster(new SimulationOptions
        {
            Seed = seed,
            Faults = Faults,
            ConfigureSilo = silo => silo.AddMemoryGrainStorage("documents"),
        });
        cluster.Run(() => RunAsync(cluster, careless));
        TraceHash = cluster.TraceHash;
        Steps = cluster.Steps;
        FaultCounts = cluster.FaultCounts;
    }

    public ulong TraceHash { get; }

    public long Steps { get; }

    public IReadOnlyDictionary<string, long> FaultCounts { get; }

    /// <summary>What the counters must be: how many operations succeeded on each.</summary>
    public int[] Expected { get; } = new int[Counters];

    public int[] Actual { get; } = new int[Counters];

    private async Task RunAsync(SimulatedCluster cluster, bool careless)
    {
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => AddAsync(cluster, careless)));

        // Long enough for every activation to be collected: one of a pair may hold an old state that no write has refuted yet.
        cluster.FaultsEnabled = false;
        await Task.Delay(TimeSpan.FromHours(1), cluster.Clock);
        for (var counter = 0; counter < Counters; counter++)
        {
            Actual[counter] = await cluster.Client.GetGrain<ICounterGrain>(counter).GetAsync();
        }
    }

    private async Task AddAsync(SimulatedCluster cluster, bool careless)
    {
        for (var addition = 0; addition < AdditionsAClient; addition++)
        {
            var counter = cluster.Random.Next(Counters);
            var grain = cluster.Client.GetGrain<ICounterGrain>(counter);
            var operationId = cluster.Random.NextGuid();
            while (!await TryAsync(() => careless ? grain.AddCarelesslyAsync() : grain.AddAsync(operationId)))
            {
                await Task.Delay(cluster.Random.NextTime(TimeSpan.FromSeconds(1)), cluster.Clock);
            }

            Expected[counter]++;
        }
    }

    private static async Task<bool> TryAsync(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (Exception exception) when (exception is TimeoutException or IOException or SiloUnavailableException or InconsistentStateException)
        {
            return false;
        }
    }
}
