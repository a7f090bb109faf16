using FileStorage.Core.Identity;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Sharing;
using FileStorage.Tests.Simulation.Service;
using Orleans.Embedded.Simulation;

namespace FileStorage.Tests.Simulation.Sharing;

/// <summary>An owner who lets somebody in and shuts them out, here and there in a tree that others change meanwhile.</summary>
internal sealed class SharingActor(ServiceWorld world, Guid driveId, IReadOnlyList<Grantee> grantees)
{
    private static readonly Role?[] Roles = [null, Role.Denied, Role.Read, Role.Write, Role.Admin];

    private readonly SimulatedRandom _random = world.Cluster.Random;

    private IDriveGrain Drive => world.Cluster.Client.GetGrain<IDriveGrain>(driveId);

    public async Task ActAsync()
    {
        if (await PickAsync() is not { } entry)
        {
            return;
        }

        var grantee = grantees[_random.Next(grantees.Count)];
        var role = grantee.Kind is GranteeKind.Everyone ? (_random.Chance(0.5) ? Role.Denied : (Role?)null) : Roles[_random.Next(Roles.Length)];
        await ShareAsync(entry.Id, grantee, role);
    }

    public async Task<DriveOutcome> ShareAsync(Guid entryId, Grantee grantee, Role? role)
    {
        var command = new DriveCommand.Share
        {
            OperationId = _random.NextGuid(),
            DeviceId = Guid.Empty,
            EntryId = entryId,
            Grantee = grantee,
            Role = role,
            GrantedBy = Guid.Empty,
        };
        return await world.RepeatAsync(() => Drive.ExecuteAsync(command));
    }

    /// <summary>A folder at the root of the drive.</summary>
    public async Task<Guid> MakeFolderAsync(string name)
    {
        var id = DerivedId.Of(world.Cluster.Clock.GetUtcNow(), _random.NextGuid(), 0);
        var command = new DriveCommand.MakeFolder { OperationId = _random.NextGuid(), DeviceId = Guid.Empty, FolderId = id, ParentId = driveId, Name = name };
        Assert.IsType<DriveOutcome.Done>(await world.RepeatAsync(() => Drive.ExecuteAsync(command)));
        return id;
    }

    // At the root or one folder below it.
    private async Task<Entry?> PickAsync()
    {
        var folderId = driveId;
        Entry? picked = null;
        for (var depth = 0; depth <= _random.Next(3); depth++)
        {
            var id = folderId;
            if (await world.RepeatAsync(() => Drive.ListAsync(id, null, 100)) is not { Entries: { IsEmpty: false } entries })
            {
                break;
            }

            picked = entries[_random.Next(entries.Length)];
            folderId = picked.Id;
        }

        return picked;
    }
}
