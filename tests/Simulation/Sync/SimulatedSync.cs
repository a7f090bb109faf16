using FileStorage.Sync.Engine;
using FileStorage.Tests.Simulation.Service;
using Orleans.Embedded.Simulation;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>One seeded run: people work on several devices while everything fails; then all is mended, and all must be the same and nothing lost.</summary>
internal static class SimulatedSync
{
    private const int Devices = 3;
    private const int Acts = 40;

    /// <summary>The engine against the model of a drive.</summary>
    public static SyncRunResult Run(ulong seed, WorldFaults faults) => Run(seed, SyncWorld.OfModel(seed, faults, Devices), pace: 1);

    /// <summary>The same with devices that merge text.</summary>
    public static SyncRunResult RunMerging(ulong seed, WorldFaults faults) =>
        Run(seed, SyncWorld.OfModel(seed, faults, Devices, mergesText: true), pace: 1);

    /// <summary>The engine against the gateway's commit path and the grains of the service, whose silos and stores fail too.</summary>
    public static SyncRunResult RunService(ulong seed, WorldFaults faults)
    {
        using var service = new ServiceWorld(seed, faults == WorldFaults.None ? new SimulationFaults { SlowTurn = 0 } : ServiceWorld.AllFaults);

        // A call that is lost takes half a minute here: people who work at their ease see its end, the others go on in the middle.
        var pace = service.Cluster.Random.Chance(0.5) ? 1 : 20;
        var world = new SyncWorld(service.Cluster, faults, Devices, world => new RealDrive(service, world)) { MergesText = service.Cluster.Random.Chance(0.3) };
        return Run(seed, world, pace);
    }

    private static SyncRunResult Run(ulong seed, SyncWorld world, int pace)
    {
        var users = new SyncUsers(world);
        world.Run(() => WorkAsync(world, users, new DeviceTrouble(world, seed), pace));
        return new SyncRunResult(world.TraceHash, users.MustBeKept.Count(), world.FaultCount);
    }

    private static async Task WorkAsync(SyncWorld world, SyncUsers users, DeviceTrouble trouble, int pace)
    {
        foreach (var device in world.Devices)
        {
            device.Start();
        }

        // Who is in the browser does not wait for the others, and nobody for him.
        var browsing = new List<Task>();
        for (var act = 0; act < Acts; act++)
        {
            Act(world, users, browsing);
            trouble.Act();
            await Task.Delay(NextPause(world, pace), world.Clock);
        }

        world.Tell("everything is mended");
        world.StopFaults();
        foreach (var device in world.Devices)
        {
            device.Disk.IsMounted = true;
            device.IsStateFull = false;
            device.SetOnline(true);
        }

        await Task.WhenAll(browsing);
        await SettleAsync(world);
        await VerifyAsync(world, users);
        foreach (var device in world.Devices)
        {
            device.Crash();
        }
    }

    private static void Act(SyncWorld world, SyncUsers users, List<Task> browsing)
    {
        var device = world.Devices[world.Random.Next(world.Devices.Count)];
        var hasFaults = world.Faults != WorldFaults.None;
        switch (world.Random.Next(20))
        {
            case 0 when hasFaults:
                world.Tell($"{device.Name}: crash");
                device.Crash();
                break;
            case 1 when hasFaults:
                world.Tell($"{device.Name}: {(device.IsOnline ? "offline" : "online")}");
                device.SetOnline(!device.IsOnline);
                break;
            case 2 when hasFaults && world.Random.Chance(0.3):
                world.Tell($"{device.Name}: {(device.Disk.IsMounted ? "unmount" : "mount")}");
                device.Disk.IsMounted = !device.Disk.IsMounted;
                break;
            case < 5:
                device.Revive();
                break;
            case < 8:
                browsing.Add(world.Drive.ActInBrowserAsync(users));
                break;
            default:
                users.ActOn(device);
                break;
        }
    }

    private static TimeSpan NextPause(SyncWorld world, int pace) => world.Random.Next(20) switch
    {
        < 6 => TimeSpan.Zero,
        < 12 => world.Random.NextTime(TimeSpan.FromMilliseconds(50 * pace)),
        < 19 => world.Random.NextTime(TimeSpan.FromSeconds(2 * pace)),
        _ => world.Random.NextTime(TimeSpan.FromHours(1)),
    };

    /// <summary>Waits until every engine says that all is done, and all trees agree.</summary>
    private static async Task SettleAsync(SyncWorld world)
    {
        // Long enough for every pause between tries, and for the scan that finds what a watch has lost.
        for (var minute = 0; minute < 120; minute++)
        {
            foreach (var device in world.Devices)
            {
                device.Revive();
            }

            await Task.Delay(TimeSpan.FromMinutes(1), world.Clock);
            if (minute > 40 && world.Devices.All(device => device.Engine!.GetStatus() is { Activity: SyncActivity.UpToDate, QueuedSteps: 0 }))
            {
                var drive = await world.Drive.PictureAsync();
                if (world.Devices.All(device => device.Disk.Picture().SequenceEqual(drive)))
                {
                    return;
                }
            }
        }
    }

    private static async Task VerifyAsync(SyncWorld world, SyncUsers users)
    {
        var drive = await world.Drive.PictureAsync();
        foreach (var device in world.Devices)
        {
            var differences = device.Disk.Picture().Except(drive).Select(here => $"only on {device.Name}: {here.Key} = {here.Value}")
                .Concat(drive.Except(device.Disk.Picture()).Select(there => $"not on {device.Name}: {there.Key} = {there.Value}"))
                .Concat(device.Engine!.GetStatus().Problems.Select(problem => $"problem on {device.Name}: {problem.Path}: {problem.Reason}"))
                .ToList();
            Assert.True(differences.Count == 0, $"{device.Engine.GetStatus()}\n{string.Join('\n', differences)}");
            Assert.Equal(SyncActivity.UpToDate, device.Engine.GetStatus().Activity);
        }

        var kept = (await world.Drive.KeptAsync()).SelectMany(content => users.PartsOf(Convert.FromHexString(content))).ToHashSet();
        Assert.Empty(users.MustBeKept.Except(kept));
        await world.Drive.VerifyAsync();
    }
}
