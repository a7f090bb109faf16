using FileStorage.Sync.Engine;
using FileStorage.Sync.State;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>A device with its disk, its stored state, and the engine that runs on it, life after life.</summary>
internal sealed class VirtualDevice
{
    private readonly SyncWorld _world;
    private readonly InMemorySyncState _state = new();
    private DeviceScheduler? _life;

    public VirtualDevice(SyncWorld world, string name)
    {
        (_world, Name, Clock) = (world, name, new DeviceClock(world.Clock));
        Disk = new VirtualDisk(Clock);
    }

    public event Action? CameOnline;

    public string Name { get; }

    public DeviceClock Clock { get; }

    public VirtualDisk Disk { get; private set; }

    /// <summary>Whether there is no room for what its engine has to remember.</summary>
    public bool IsStateFull { get; set; }

    /// <summary>Whether its engine merges texts; from its next start on.</summary>
    public bool MergesText { get; set; }

    public bool IsOnline { get; private set; } = true;

    public SyncEngine? Engine { get; private set; }

    public Task? Running { get; private set; }

    public bool IsRunning => Running is { IsCompleted: false } && _life!.IsAlive;

    /// <summary>Puts an empty disk in, as of another system, whose names ignore case and hold no colon.</summary>
    public void UseOtherDisk() => Disk = new VirtualDisk(Clock, ignoresCase: true);

    public void SetOnline(bool isOnline)
    {
        IsOnline = isOnline;
        if (isOnline)
        {
            CameOnline?.Invoke();
        }
    }

    public void Start()
    {
        var life = _life = new DeviceScheduler(_world.Scheduler);
        var engine = Engine = new SyncEngine(
            new VirtualFolder(Disk, _world), _world.Drive.ConnectTo(this), new FaultyState(_state, _world, this), new EverythingInScope(),
            new SyncOptions { DeviceName = Name, MergesText = MergesText }, Clock, new SeededRandom(_world.Random), new TellingObserver(_world, Name));
        Running = Task.Factory.StartNew(() => engine.RunAsync(CancellationToken.None), CancellationToken.None, TaskCreationOptions.None, life).Unwrap();
    }

    /// <summary>In the middle of whatever it does.</summary>
    public void Crash() => _life?.Kill();

    /// <summary>Starts the engine again where it has ended or crashed.</summary>
    /// <exception cref="InvalidOperationException">It ended for a reason that no fault explains.</exception>
    public void Revive()
    {
        if (IsRunning)
        {
            return;
        }

        if (_life is { IsAlive: true } && Running is { IsFaulted: true } ended && ended.Exception.InnerException is not IOException)
        {
            throw new InvalidOperationException($"The engine of {Name} broke down.", ended.Exception.InnerException);
        }

        Start();
    }
}
