using FileStorage.Core.Auditing;
using FileStorage.Core.Identity;
using FileStorage.Grains.Documents;
using FileStorage.Grains.Interfaces.Accounts;
using FileStorage.Grains.Interfaces.Deletions;
using FileStorage.Grains.Interfaces.Departures;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Groups;
using FileStorage.Grains.Interfaces.Search;
using FileStorage.Grains.Interfaces.WebDav;
using FileStorage.Storage.Metadata;
using FileStorage.Storage.Metadata.Audit;

namespace FileStorage.Grains.Departures;

/// <inheritdoc cref="IDepartureGrain"/>
// The document is written first and cleared last: what a crash leaves, the sweep finds by it and does the steps again.
[GrainType("departure")]
internal sealed class DepartureGrain(
    [PersistentState("departure", MetadataServices.DocumentStorage)] IPersistentState<DepartureDocument> document,
    IAuditStore audit,
    TimeProvider clock) : Grain, IDepartureGrain
{
    private const int AuditIdIndex = 1;
    private const int MaxPartsAtOnce = 100;

    private IGrainTimer? _timer;

    private Guid UserId => this.GetPrimaryKey();

    private IUserGrain User => GrainFactory.GetGrain<IUserGrain>(UserId);

    private IDriveGrain Drive => GrainFactory.GetGrain<IDriveGrain>(document.State.DriveId);

    public async Task<DepartureOutcome> BeginAsync(DepartureRequest request, CancellationToken cancellationToken)
    {
        if (!document.RecordExists)
        {
            if (await User.GetAsync(cancellationToken) is not { } account)
            {
                return DepartureOutcome.NotFound;
            }

            if (!await GrainFactory.GetGrain<IRegistrationGrain>(0).SetAdministratorAsync(UserId, isAdministrator: false, cancellationToken))
            {
                return DepartureOutcome.LastAdministrator;
            }

            document.State = new DepartureDocument
            {
                Email = account.Email,
                DriveId = account.DriveId,
                BegunAt = clock.GetUtcNow(),
                ActorId = request.Origin.AccountId,
                Address = request.Origin.Address,
                HeirId = request.HeirId,
            };
            await document.WriteOrRetireAsync(this);
        }

        await CloseAsync(CancellationToken.None);
        GoOn();
        return DepartureOutcome.Begun;
    }

    public Task<bool> ContinueAsync(CancellationToken cancellationToken)
    {
        if (document.RecordExists)
        {
            GoOn();
        }

        return Task.FromResult(!document.RecordExists);
    }

    // One part a turn, so that calls get in between; one that fails is tried again by the next tick, or by the sweep after a restart.
    private void GoOn() => _timer ??= this.RegisterGrainTimer(
        StepAsync, new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = TimeSpan.FromSeconds(1) });

    private async Task StepAsync(CancellationToken cancellationToken)
    {
        if (!document.RecordExists)
        {
            _timer?.Dispose();
            _timer = null;
            return;
        }

        await CloseAsync(cancellationToken);
        await LeaveGroupsAsync(cancellationToken);
        await new ReceivedGrants(GrainFactory).GiveBackAsync(UserId, document.State.Email, document.State.BegunAt, cancellationToken);
        await Drive.ExecuteAsync(
            new DriveCommand.Close
            {
                OperationId = DerivedId.Of(document.State.BegunAt, UserId, index: 0),
                DeviceId = Guid.Empty,
            },
            cancellationToken);
        for (var part = 0; part < MaxPartsAtOnce; part++)
        {
            if (!await Drive.TidyAsync(cancellationToken))
            {
                await EndAsync(cancellationToken);
                return;
            }
        }
    }

    // From here on no password and no token opens the account, and no grant names anybody any more.
    private async Task CloseAsync(CancellationToken cancellationToken)
    {
        await User.CloseAsync(cancellationToken);
        foreach (var device in await User.ListDevicesAsync(cancellationToken))
        {
            await User.RevokeDeviceAsync(device.DeviceId, cancellationToken);
        }
    }

    private async Task LeaveGroupsAsync(CancellationToken cancellationToken)
    {
        foreach (var groupId in await User.ListGroupsAsync(cancellationToken))
        {
            var group = GrainFactory.GetGrain<IGroupGrain>(groupId);
            if ((await group.GetAsync(cancellationToken))?.OwnerId == UserId
                && (document.State.HeirId is not { } heirId || !await group.HandOverAsync(heirId, cancellationToken)))
            {
                await group.DeleteAsync(cancellationToken);
            }

            await group.RemoveAsync(UserId, cancellationToken);
        }
    }

    // What is searched, then the row that it is done, then the account, and the address last, so that it is free only when nothing is left.
    private async Task EndAsync(CancellationToken cancellationToken)
    {
        await GrainFactory.GetGrain<ISearchGrain>(0).RebuildAsync(document.State.DriveId, cancellationToken);
        if (document.State.EndedAt is null)
        {
            document.State.EndedAt = clock.GetUtcNow();
            await document.WriteOrRetireAsync(this);
        }

        await audit.AppendAsync(
            [
                new AuditRow
                {
                    Id = DerivedId.Of(document.State.EndedAt.Value, UserId, AuditIdIndex),
                    Kind = AuditKind.AccountDeleted,
                    ActorId = document.State.ActorId,
                    OwnerId = UserId,
                    Address = document.State.Address,
                    Other = document.State.Email,
                },
            ],
            cancellationToken);
        await GrainFactory.GetGrain<IDavDriveGrain>(document.State.DriveId).ForgetAsync(cancellationToken);
        await GrainFactory.GetGrain<IMassDeletionGrain>(document.State.DriveId).ForgetAsync(cancellationToken);
        await User.ForgetAsync(cancellationToken);
        await GrainFactory.GetGrain<IEmailGrain>(EmailKeys.Of(document.State.Email)).ReleaseAsync(UserId, cancellationToken);
        await document.ClearStateAsync(cancellationToken);
        DeactivateOnIdle();
    }
}
