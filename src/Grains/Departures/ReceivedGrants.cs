using FileStorage.Core.Identity;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Accounts;
using FileStorage.Grains.Interfaces.Auditing;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Sharing;

namespace FileStorage.Grains.Departures;

/// <summary>Leaves what others share with an account, so that nobody who registers its address later finds it open.</summary>
internal sealed class ReceivedGrants(IGrainFactory grains)
{
    public async Task GiveBackAsync(Guid userId, string email, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var viewer = new Viewer { Persons = [userId, EmailKeys.IdOf(email)] };
        foreach (var personId in viewer.Persons)
        {
            foreach (var share in await grains.GetGrain<IGranteeGrain>(personId).ListAsync(cancellationToken))
            {
                // One that is gone already answers that there is nothing, which is what is wanted.
                await grains.GetGrain<IDriveGrain>(share.DriveId).ExecuteAsync(
                    new DriveCommand.Share
                    {
                        OperationId = DerivedId.Of(at, share.EntryId, personId == userId ? 0 : 1),
                        DeviceId = Guid.Empty,
                        Viewer = viewer,
                        EntryId = share.EntryId,
                        Grantee = new Grantee(GranteeKind.Person, personId, email),
                        Role = null,
                        GrantedBy = userId,
                        Origin = new Origin(userId, Address: null),
                    },
                    cancellationToken);
            }
        }
    }
}
