using FileStorage.Sync.Engine;
using FileStorage.Sync.State;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>A device with its disk, its stored state, and the engine that runs on it, life after life.</summary>
internal sealed class VirtualDevice(SyncWorld world, string name)
{
    private readonly InMemorySyncState _state = new();
    private DeviceScheduler? _life;

    public event Action? CameOnline;

    public string Name => name;

    public VirtualDisk Disk { get; } = new(world.Clock);

    public bool IsOnline { get; private set; } = true;

    public SyncEngine? Engine { get; private set; }

    public Task? Running { get; private set; }

    public bool IsRunning => Running is { IsCompleted: false } && _life!.IsAlive;

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
        var life = _life = new DeviceScheduler(world.Scheduler);
        var engine = Engine = new SyncEngine(
            new VirtualFolder(Disk, world), new ModelConnection(world.Drive, world, this), new FaultyState(_state, world), new EverythingInScope(),
            new SyncOptions { DeviceName = name }, world.Clock, new SeededRandom(world.Random), new TellingObserver(world, name));
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
            throw new InvalidOperationException($"The engine of {name} broke down.", ended.Exception.InnerException);
        }

        Start();
    }
}
