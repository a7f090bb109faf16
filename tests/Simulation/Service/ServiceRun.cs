using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.History;
using Orleans.Embedded.Simulation;

namespace FileStorage.Tests.Simulation.Service;

/// <summary>One seeded run: several devices act on one drive while everything fails, then all comes to rest and is verified.</summary>
internal static class ServiceRun
{
    private const int Clients = 4;
    private const int ActsPerClient = 12;

    public static ServiceRunResult Run(ulong seed, SimulationFaults faults)
    {
        using var world = new ServiceWorld(seed, faults);
        var saved = new List<SavedVersion>();
        world.Cluster.Run(() => WorkAsync(world, saved));
        return new ServiceRunResult(world.Cluster.TraceHash, saved.Count, world.Cluster.FaultCounts.Values.Sum(), world.Cluster.Steps);
    }

    private static async Task WorkAsync(ServiceWorld world, List<SavedVersion> saved)
    {
        var driveId = world.Cluster.Random.NextGuid();
        world.Cluster.FaultsEnabled = false;
        await world.Cluster.Client.GetGrain<IDriveGrain>(driveId).OpenAsync(world.Cluster.Random.NextGuid(), quotaBytes: 200);

        var device = new FollowingDevice(world, driveId, limit: 1 + world.Cluster.Random.Next(4));
        await device.SignInAsync();

        // In every second world old versions are let go of while others still look at them.
        var minVersions = world.Cluster.Random.Chance(0.5) ? 2 : int.MaxValue;
        if (minVersions == 2)
        {
            await world.Cluster.Client.GetGrain<IDriveHistoryGrain>(driveId).SetPolicyAsync(
                new HistoryPolicy { KeepAllDays = 0, DailyDays = 0, MinVersions = minVersions, TrashDays = 1000 });
        }

        world.Cluster.FaultsEnabled = true;
        var clients = Enumerable.Range(0, Clients).Select(_ => new ServiceClient(world, driveId, saved)).ToList();
        var working = Task.WhenAll(clients.Select(async client =>
        {
            for (var act = 0; act < ActsPerClient; act++)
            {
                await client.ActAsync();
                if (world.Cluster.Random.Chance(0.02))
                {
                    // Long enough for every lease to run out.
                    await Task.Delay(TimeSpan.FromHours(30), world.Cluster.Clock);
                }
            }
        }));
        var pause = TimeSpan.Zero;
        while (!working.IsCompleted)
        {
            // A day without a change is not looked at every second.
            pause = await device.FollowAsync() ? TimeSpan.FromMilliseconds(world.Cluster.Random.Next(2000)) : (pause + TimeSpan.FromSeconds(1)) * 2;
            await device.WaitAsync(pause);
        }

        await working;
        world.Cluster.FaultsEnabled = false;
        await Task.Delay(TimeSpan.FromMinutes(5), world.Cluster.Clock);
        await clients[0].TidyAsync();
        var invariants = new ServiceInvariants(world, driveId, minVersions);
        await invariants.VerifyAsync(saved);
        await new RewindingUser(world, driveId).VerifyUndoingAsync();
        await invariants.VerifyAsync(saved);
        await device.FollowAsync();
        await device.VerifyAsync();

        // Once more when every lease has run out and everything that nobody refers to is gone.
        await Task.Delay(TimeSpan.FromHours(30), world.Cluster.Clock);
        await clients[0].CollectAsync();
        await Task.Delay(TimeSpan.FromHours(1), world.Cluster.Clock);
        await clients[0].CollectAsync();
        await invariants.VerifyAsync(saved);
        Assert.Empty(await clients[0].CheckAsync());
    }
}
