using Orleans.Embedded.Simulation;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>Several devices, one drive, and everything that goes wrong between them, from one seed on one thread in virtual time.</summary>
internal sealed class SyncWorld
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    private readonly SimulatedCluster _cluster;
    private WorldFaults _faults;

    public SyncWorld(ulong seed, WorldFaults faults, int devices)
    {
        _faults = faults;
        _cluster = new SimulatedCluster(new SimulationOptions
        {
            Seed = seed,
            Silos = 1,
            ConfigureSilo = _ => { },
            LongestRun = TimeSpan.FromDays(400),
            MostSteps = 3_000_000,
        });
        Drive = new ModelDrive(Random);
        Devices = [.. Enumerable.Range(1, devices).Select(number => new VirtualDevice(this, $"device {number}"))];
    }

    /// <summary>Where what happens is told, for looking into one seed.</summary>
    public static Action<string>? Trace { get; set; }

    public SimulatedRandom Random => _cluster.Random;

    public TimeProvider Clock => _cluster.Clock;

    public ulong TraceHash => _cluster.TraceHash;

    public long FaultCount { get; private set; }

    public WorldFaults Faults => _faults;

    public ModelDrive Drive { get; }

    public IReadOnlyList<VirtualDevice> Devices { get; }

    /// <summary>The simulation's own scheduler; known once it runs.</summary>
    public TaskScheduler Scheduler { get; private set; } = TaskScheduler.Default;

    public void Run(Func<Task> workload)
    {
        // Sites, silos and their faults are of no concern here.
        _cluster.FaultsEnabled = false;
        _cluster.Run(async () =>
        {
            Scheduler = TaskScheduler.Current;
            await workload();
        });
    }

    public void StopFaults() => _faults = WorldFaults.None;

    public bool Strikes(double probability)
    {
        var strikes = Random.Chance(probability);
        FaultCount += strikes ? 1 : 0;
        return strikes;
    }

    /// <summary>A call takes no time, a turn of the others, or a while.</summary>
    public async Task PauseAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Random.Chance(_faults.SlowCall))
        {
            await Task.Delay(Random.NextTime(LongestPause), Clock, cancellationToken);
        }
        else if (Random.Chance(0.5))
        {
            await Task.Yield();
        }
    }

    public void Tell(string what) => Trace?.Invoke($"{Clock.GetUtcNow():HH:mm:ss.fff} {what}");
}
