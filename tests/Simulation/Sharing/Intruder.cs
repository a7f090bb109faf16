using FileStorage.Core.Identity;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Sharing;
using FileStorage.Tests.Simulation.Service;
using Orleans.Embedded.Simulation;

namespace FileStorage.Tests.Simulation.Sharing;

/// <summary>
/// Somebody who is let in to one folder and shut out again, and tries to make things in it all the time. What they begin after they were
/// told to be shut out, and before they are let in again, must never be done, whatever fails.
/// </summary>
internal sealed class Intruder(ServiceWorld world, Guid driveId, Guid folderId)
{
    private readonly SimulatedRandom _random = world.Cluster.Random;
    private readonly Grantee _grantee = new(GranteeKind.Person, world.Cluster.Random.NextGuid(), "intruder");

    /// <summary>Odd while shut out: one more whenever the owner begins to let in, or has been answered that nobody is in.</summary>
    private int _turns = 1;

    public int Refused { get; private set; }

    public int Done { get; private set; }

    private IDriveGrain Drive => world.Cluster.Client.GetGrain<IDriveGrain>(driveId);

    public async Task LetInAndOutAsync(SharingActor owner)
    {
        _turns++;
        await owner.ShareAsync(folderId, _grantee, Role.Write);
        await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(3000)), world.Cluster.Clock);
        await owner.ShareAsync(folderId, _grantee, _random.Chance(0.5) ? Role.Read : null);
        _turns++;
        await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(3000)), world.Cluster.Clock);
    }

    public async Task TryAsync()
    {
        var before = _turns;
        var command = new DriveCommand.MakeFolder
        {
            OperationId = _random.NextGuid(),
            DeviceId = Guid.Empty,
            Viewer = new Viewer { Persons = [_grantee.Id] },
            FolderId = DerivedId.Of(world.Cluster.Clock.GetUtcNow(), _random.NextGuid(), 0),
            ParentId = folderId,
            Name = $"made {_random.NextGuid():N}",
        };
        if (await world.RepeatAsync(() => Drive.ExecuteAsync(command)) is not DriveOutcome.Done)
        {
            Refused++;
            return;
        }

        Done++;
        Assert.False(before % 2 == 1 && before == _turns, "Somebody who was shut out has changed a folder.");
    }
}
