using FileStorage.Grains;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Storage.Chunks;
using FileStorage.Storage.Chunks.Memory;
using FileStorage.Storage.Chunks.Scrubbing;
using FileStorage.Storage.Metadata;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.InMemory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Simulation;

namespace FileStorage.Tests.Simulation.Service;

/// <summary>The real grains on several logical silos, over one database and one chunk store that fail as the seed wants.</summary>
internal sealed class ServiceWorld : IDisposable
{
    public static readonly SimulationFaults AllFaults = new()
    {
        LostRequest = 0.01,
        LostReply = 0.01,
        RepeatedRequest = 0.02,
        DelayedRequest = 0.03,
        KilledSilo = 0.0005,
        SplitGrain = 0.01,
        FailedStoreCall = 0.005,
        UnknownStoreOutcome = 0.005,
        SlowStoreCall = 0.02,
    };

    private const int MaxAttempts = 60;

    private readonly InMemoryMetadataDatabase _database = new();

    public ServiceWorld(ulong seed, SimulationFaults faults)
    {
        Cluster = new SimulatedCluster(new SimulationOptions
        {
            Seed = seed,
            Faults = faults,
            LongestRun = TimeSpan.FromDays(60),
            ConfigureSilo = silo =>
            {
                silo.Services.AddLogging();
                silo.Services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());

                // Made when first asked for: silos are wired before the cluster is there.
                silo.Services.AddSingleton(_ => FaultyDatabase).AddMetadataStores();
                silo.Services.AddSingleton(_ => FaultyChunks);
                silo.Services.AddSingleton<ChunkScrubber>();
                silo.Services.AddGrains();
                silo.AddMemoryStreams(DriveBells.Provider);
            },
        });
    }

    public SimulatedCluster Cluster { get; }

    /// <summary>The chunk store as silos and gateways see it.</summary>
    public IChunkStore FaultyChunks => field ??= Cluster.WithFaults<IChunkStore>(new MemoryChunkStore(Cluster.Clock));

    /// <summary>The stores on the bare database, for looking at what is there.</summary>
    public ServiceProvider Truth => field ??= new ServiceCollection().AddLogging().AddInMemoryMetadata(_database).BuildServiceProvider();

    private IMetadataDatabase FaultyDatabase => field ??= Cluster.WithFaults<IMetadataDatabase>(_database);

    /// <summary>What a gateway and its client do between them: the same request again, until it is answered.</summary>
    public async Task<T> RepeatAsync<T>(Func<Task<T>> call)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception exception) when (attempt < MaxAttempts && IsPassing(exception))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100 * attempt), Cluster.Clock);
            }
        }
    }

    // Cancelled was the grain that was being activated or ended, since the workload cancels nothing.
    internal static bool IsPassing(Exception exception) => exception
        is TimeoutException
        or OrleansException
        or OperationCanceledException
        or SimulatedFaultException
        or Storage.Metadata.Database.MetadataException;

    public void Dispose()
    {
        Truth.Dispose();
        _database.Dispose();
    }
}
