using FileStorage.Sync.Local;
using Orleans.Embedded.Simulation;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>
/// Clocks of devices jump, back and forth, files carry times of long ago and of days to come, and for a while there is no room for what an engine
/// has to remember. It has a chance of its own, so that a seed does the same for the rest with and without it.
/// </summary>
internal sealed class DeviceTrouble(SyncWorld world, ulong seed)
{
    private const double Jumps = 0.1;
    private const double OddTimes = 0.05;
    private const double FullStates = 0.03;

    private readonly SimulatedRandom _chance = new(~seed);

    public void Act()
    {
        if (world.Faults == WorldFaults.None)
        {
            return;
        }

        var device = world.Devices[_chance.Next(world.Devices.Count)];
        if (_chance.Chance(Jumps))
        {
            var by = NextTime();
            world.Tell($"{device.Name}: the clock jumps by {by}");
            device.Clock.Jump(by);
        }

        if (_chance.Chance(device.IsStateFull ? 0.5 : FullStates))
        {
            device.IsStateFull = !device.IsStateFull;
            world.Tell($"{device.Name}: there is {(device.IsStateFull ? "no " : "")}room for the state");
        }

        var files = device.Disk.All.Where(node => node.Kind is LocalKind.File).ToList();
        if (_chance.Chance(OddTimes) && files.Count > 0 && device.Disk.IsMounted)
        {
            var file = files[_chance.Next(files.Count)];
            var time = device.Clock.GetUtcNow() + NextTime();
            world.Tell($"{device.Name}: touch {file.Path} as of {time}");
            device.Disk.SetAttributes(file, time, file.Executable);
        }
    }

    private TimeSpan NextTime()
    {
        var most = _chance.Next(4) switch
        {
            0 => TimeSpan.FromMilliseconds(5),
            1 => TimeSpan.FromSeconds(5),
            2 => TimeSpan.FromHours(12),
            _ => TimeSpan.FromDays(4000),
        };
        return _chance.NextTime(most) * (_chance.Chance(0.5) ? 1 : -1);
    }
}
