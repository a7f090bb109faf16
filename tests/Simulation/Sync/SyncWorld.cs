using Orleans.Embedded.Simulation;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>Several devices, one drive, and everything that goes wrong between them, from one seed on one thread in virtual time.</summary>
internal sealed class SyncWorld
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    private readonly SimulatedCluster _cluster;
    private WorldFaults _faults;
    private long _strikes;

    /// <param name="cluster">The source of chance and time; what runs on it beside the devices is the drive's concern.</param>
    /// <param name="faults">What goes wrong on devices and between them and the drive.</param>
    /// <param name="devices">How many there are.</param>
    /// <param name="drive">Makes what they talk to.</param>
    public SyncWorld(SimulatedCluster cluster, WorldFaults faults, int devices, Func<SyncWorld, IWorldDrive> drive)
    {
        _cluster = cluster;
        _faults = faults;
        Drive = drive(this);
        Devices = [.. Enumerable.Range(1, devices).Select(number => new VirtualDevice(this, $"device {number}"))];
    }

    /// <summary>A world whose drive is the model: quick, and of the engine alone.</summary>
    public static SyncWorld OfModel(ulong seed, WorldFaults faults, int devices, bool mergesText = false)
    {
        var cluster = new SimulatedCluster(new SimulationOptions
        {
            Seed = seed,
            Silos = 1,
            ConfigureSilo = _ => { },
            Faults = new SimulationFaults { SlowTurn = 0 },
            LongestRun = TimeSpan.FromDays(400),
            MostSteps = 3_000_000,
        });
        return new SyncWorld(cluster, faults, devices, world => new ModelDrive(world)) { MergesText = mergesText };
    }

    /// <summary>Where what happens is told, for looking into one seed.</summary>
    public static Action<string>? Trace { get; set; }

    public SimulatedRandom Random => _cluster.Random;

    public TimeProvider Clock => _cluster.Clock;

    public ulong TraceHash => _cluster.TraceHash;

    public long FaultCount => _strikes + _cluster.FaultCounts.Values.Sum();

    public WorldFaults Faults => _faults;

    public IWorldDrive Drive { get; }

    public IReadOnlyList<VirtualDevice> Devices { get; }

    /// <summary>Whether devices merge the texts that people write.</summary>
    public bool MergesText
    {
        get;
        init
        {
            field = value;
            foreach (var device in Devices)
            {
                device.MergesText = value;
            }
        }
    }

    /// <summary>The simulation's own scheduler; known once it runs.</summary>
    public TaskScheduler Scheduler { get; private set; } = TaskScheduler.Default;

    public void Run(Func<Task> workload)
    {
        _cluster.FaultsEnabled = false;
        _cluster.Run(async () =>
        {
            Scheduler = TaskScheduler.Current;
            await Drive.OpenAsync();
            _cluster.FaultsEnabled = _faults != WorldFaults.None;
            await workload();
        });
    }

    public void StopFaults()
    {
        _faults = WorldFaults.None;
        _cluster.FaultsEnabled = false;
    }

    public bool Strikes(double probability)
    {
        var strikes = Random.Chance(probability);
        _strikes += strikes ? 1 : 0;
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
