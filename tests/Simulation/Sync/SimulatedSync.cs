using FileStorage.Sync.Engine;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>One seeded run: people work on several devices while everything fails; then all is mended, and all must be the same and nothing lost.</summary>
internal static class SimulatedSync
{
    private const int Devices = 3;
    private const int Acts = 40;

    public static SyncRunResult Run(ulong seed, WorldFaults faults)
    {
        var world = new SyncWorld(seed, faults, Devices);
        var users = new SyncUsers(world);
        world.Run(() => WorkAsync(world, users));
        return new SyncRunResult(world.TraceHash, users.MustBeKept.Count(), world.Drive.All.Count(), world.FaultCount);
    }

    private static async Task WorkAsync(SyncWorld world, SyncUsers users)
    {
        foreach (var device in world.Devices)
        {
            device.Start();
        }

        for (var act = 0; act < Acts; act++)
        {
            Act(world, users);
            await Task.Delay(NextPause(world), world.Clock);
        }

        world.Tell("everything is mended");
        world.StopFaults();
        foreach (var device in world.Devices)
        {
            device.Disk.IsMounted = true;
            device.SetOnline(true);
        }

        await SettleAsync(world);
        Verify(world, users);
        foreach (var device in world.Devices)
        {
            device.Crash();
        }
    }

    private static void Act(SyncWorld world, SyncUsers users)
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
                users.ActOnDrive();
                break;
            default:
                users.ActOn(device);
                break;
        }
    }

    private static TimeSpan NextPause(SyncWorld world) => world.Random.Next(20) switch
    {
        < 6 => TimeSpan.Zero,
        < 12 => world.Random.NextTime(TimeSpan.FromMilliseconds(50)),
        < 19 => world.Random.NextTime(TimeSpan.FromSeconds(2)),
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
            if (minute > 40 && world.Devices.All(device => IsSettled(world, device)))
            {
                return;
            }
        }
    }

    private static bool IsSettled(SyncWorld world, VirtualDevice device) =>
        device.Engine!.GetStatus() is { Activity: SyncActivity.UpToDate, QueuedSteps: 0 } && device.Disk.Picture().SequenceEqual(world.Drive.Picture());

    private static void Verify(SyncWorld world, SyncUsers users)
    {
        var drive = world.Drive.Picture();
        foreach (var device in world.Devices)
        {
            var differences = device.Disk.Picture().Except(drive).Select(here => $"only on {device.Name}: {here.Key} = {here.Value}")
                .Concat(drive.Except(device.Disk.Picture()).Select(there => $"not on {device.Name}: {there.Key} = {there.Value}"))
                .Concat(device.Engine!.GetStatus().Problems.Select(problem => $"problem on {device.Name}: {problem.Path}: {problem.Reason}"))
                .ToList();
            Assert.True(differences.Count == 0, $"{device.Engine.GetStatus()}\n{string.Join('\n', differences)}");
            Assert.Equal(SyncActivity.UpToDate, device.Engine.GetStatus().Activity);
        }

        var kept = world.Drive.All.SelectMany(entry => entry.Versions).Select(version => Convert.ToHexString(version.Content)).ToHashSet();
        var lost = users.MustBeKept.Where(content => !kept.Contains(content)).Select(content => System.Text.Encoding.ASCII.GetString(Convert.FromHexString(content)));
        Assert.Empty(lost);
    }
}
