using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Sharing;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Tests.Simulation.Service;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Tests.Simulation.Sharing;

/// <summary>
/// One seeded run: devices change a tree, its owner shares and denies parts of it, somebody is let in and shut out, somebody else follows what
/// they may see, while everything fails; then all comes to rest and is verified.
/// </summary>
internal static class SharingRun
{
    private const int Acts = 12;

    public static SharingResult Run(ulong seed)
    {
        using var world = new ServiceWorld(seed, ServiceWorld.AllFaults);
        SharingResult? result = null;
        world.Cluster.Run(async () => result = await WorkAsync(world));
        return result!;
    }

    private static async Task<SharingResult> WorkAsync(ServiceWorld world)
    {
        var random = world.Cluster.Random;
        var driveId = random.NextGuid();
        var person = new Grantee(GranteeKind.Person, random.NextGuid(), "friend");
        var group = new Grantee(GranteeKind.Group, random.NextGuid(), "team");
        var owner = new SharingActor(world, driveId, [person, group, new Grantee(GranteeKind.Everyone, Guid.Empty, "everyone")]);
        world.Cluster.FaultsEnabled = false;
        await world.Cluster.Client.GetGrain<IDriveGrain>(driveId).OpenAsync(random.NextGuid(), quotaBytes: 200);
        var first = await owner.MakeFolderAsync("a");
        var second = await owner.MakeFolderAsync("b");
        var closed = await owner.MakeFolderAsync("of the intruder");
        await owner.ShareAsync(first, person, Role.Read);
        await owner.ShareAsync(second, group, Role.Write);

        var viewer = new Viewer { Persons = [person.Id], Groups = [group.Id] };
        var follower = new SharedFollower(world, driveId, viewer, [first, second], limit: 1 + random.Next(4));
        var intruder = new Intruder(world, driveId, closed);
        var clients = Enumerable.Range(0, 2).Select(_ => new ServiceClient(world, driveId, [])).ToList();

        world.Cluster.FaultsEnabled = true;
        var working = Task.WhenAll(
            [
                .. clients.Select(client => RepeatedAsync(client.ActAsync, Acts)),
                RepeatedAsync(owner.ActAsync, Acts),
                RepeatedAsync(() => intruder.LetInAndOutAsync(owner), 3),
                RepeatedAsync(intruder.TryAsync, 3 * Acts),
            ]);
        while (!working.IsCompleted)
        {
            await follower.FollowAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(2000)), world.Cluster.Clock);
        }

        await working;
        world.Cluster.FaultsEnabled = false;
        await Task.Delay(TimeSpan.FromMinutes(5), world.Cluster.Clock);
        await clients[0].TidyAsync();
        await follower.FollowAsync();
        var compared = await follower.VerifyAsync();

        // A second activation that a failure has left behind is gone by then; what it remembers is not fenced as what it writes is.
        await Task.Delay(TimeSpan.FromHours(5), world.Cluster.Clock);
        await VerifyToldAsync(world, driveId, [person, group]);
        Assert.Empty(await clients[0].CheckAsync());
        return new SharingResult(compared, intruder.Done, intruder.Refused);
    }

    private static async Task RepeatedAsync(Func<Task> act, int times)
    {
        for (var time = 0; time < times; time++)
        {
            await act();
        }
    }

    // At rest every grantee knows of exactly the grants that there are.
    private static async Task VerifyToldAsync(ServiceWorld world, Guid driveId, Grantee[] grantees)
    {
        var rows = await world.Truth.GetRequiredService<IDriveStore>().ListGrantsAsync(driveId, 10_000, CancellationToken.None);
        Assert.All(rows, row => Assert.True(row.IsTold, "A grantee was never told."));
        foreach (var grantee in grantees)
        {
            var known = await world.Cluster.Client.GetGrain<IGranteeGrain>(grantee.Id).ListAsync();
            Assert.Equal(
                rows.Where(row => row.GranteeId == grantee.Id && row.Role is not null).Select(row => (row.EntryId, row.Role)).Order(),
                known.Select(share => (share.EntryId, share.Role)).Order());
        }
    }
}
