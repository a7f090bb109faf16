using FileStorage.Grains.Interfaces.Drives;
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

        world.Cluster.FaultsEnabled = true;
        var clients = Enumerable.Range(0, Clients).Select(_ => new ServiceClient(world, driveId, saved)).ToList();
        await Task.WhenAll(clients.Select(async client =>
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

        world.Cluster.FaultsEnabled = false;
        await Task.Delay(TimeSpan.FromMinutes(5), world.Cluster.Clock);
        await clients[0].TidyAsync();
        var invariants = new ServiceInvariants(world, driveId);
        await invariants.VerifyAsync(saved);

        // Once more when every lease has run out and everything that nobody refers to is gone.
        await Task.Delay(TimeSpan.FromHours(30), world.Cluster.Clock);
        await clients[0].CollectAsync();
        await Task.Delay(TimeSpan.FromHours(1), world.Cluster.Clock);
        await clients[0].CollectAsync();
        await invariants.VerifyAsync(saved);
        Assert.Empty(await clients[0].CheckAsync());
    }
}
