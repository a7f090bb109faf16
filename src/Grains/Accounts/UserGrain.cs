using System.Collections.Immutable;
using FileStorage.Core.Identity;
using FileStorage.Grains.Documents;
using FileStorage.Grains.Interfaces.Accounts;
using FileStorage.Grains.Interfaces.Devices;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Sharing;
using FileStorage.Storage.Metadata;

namespace FileStorage.Grains.Accounts;

/// <inheritdoc cref="IUserGrain"/>
[GrainType("user")]
internal sealed class UserGrain(
    [PersistentState("user", MetadataServices.DocumentStorage)] IPersistentState<UserDocument> document, TimeProvider clock) : Grain, IUserGrain
{
    private const int MaxDevicesAtOnce = 32;

    private Guid UserId => this.GetPrimaryKey();

    private bool IsOpen => document.RecordExists && document.State.ClosedAt is null;

    public async Task<Account> CreateAsync(AccountCreation creation, CancellationToken cancellationToken)
    {
        if (!document.RecordExists)
        {
            var now = clock.GetUtcNow();
            document.State = new UserDocument
            {
                Email = creation.Email,
                PasswordHash = creation.PasswordHash,
                IsAdministrator = creation.IsAdministrator,
                DriveId = DerivedId.Of(now, UserId, index: 0),
                QuotaBytes = creation.QuotaBytes,
                CreatedAt = now,
            };
            await document.WriteOrRetireAsync(this);
        }

        await OpenDriveAsync(cancellationToken);
        return ToAccount();
    }

    public Task<Account?> GetAsync(CancellationToken cancellationToken) =>
        Task.FromResult(document.RecordExists ? ToAccount() : null);

    public Task<string?> GetPasswordHashAsync(CancellationToken cancellationToken) =>
        Task.FromResult(IsOpen ? document.State.PasswordHash : null);

    public async Task<Account?> SetQuotaAsync(long quotaBytes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quotaBytes);
        if (!IsOpen)
        {
            return null;
        }

        document.State.QuotaBytes = quotaBytes;
        await document.WriteOrRetireAsync(this);
        await OpenDriveAsync(cancellationToken);
        return ToAccount();
    }

    public Task<bool> AddDeviceAsync(
        Guid deviceId, string name, ImmutableArray<byte> tokenHash, CancellationToken cancellationToken) =>
        AddAsync(deviceId, name, tokenHash, isAppPassword: false, cancellationToken);

    public Task<bool> AddAppPasswordAsync(
        Guid deviceId, string name, ImmutableArray<byte> tokenHash, CancellationToken cancellationToken) =>
        AddAsync(deviceId, name, tokenHash, isAppPassword: true, cancellationToken);

    private async Task<bool> AddAsync(
        Guid deviceId, string name, ImmutableArray<byte> tokenHash, bool isAppPassword, CancellationToken cancellationToken)
    {
        if (!IsOpen || document.State.DeviceIds.Count >= IUserGrain.MaxDevices)
        {
            return false;
        }

        // Listed first: a device that exists can then always be found and revoked.
        if (!document.State.DeviceIds.Contains(deviceId))
        {
            document.State.DeviceIds.Add(deviceId);
            await document.WriteOrRetireAsync(this);
        }

        // An account whose creation was cut off before its drive was made gets it here, before anyone can use it.
        await OpenDriveAsync(cancellationToken);
        await Device(deviceId).CreateAsync(
            new DeviceCreation
            {
                UserId = UserId,
                DriveId = document.State.DriveId,
                IsAdministrator = document.State.IsAdministrator,
                Name = name,
                TokenHash = tokenHash,
                IsAppPassword = isAppPassword,
            },
            cancellationToken);
        return true;
    }

    public async Task<ImmutableArray<DeviceDescription>> ListDevicesAsync(CancellationToken cancellationToken)
    {
        var devices = ImmutableArray.CreateBuilder<DeviceDescription>();
        foreach (var ids in document.State.DeviceIds.Chunk(MaxDevicesAtOnce))
        {
            var descriptions = await Task.WhenAll(ids.Select(id => Device(id).DescribeAsync(cancellationToken)));
            devices.AddRange(descriptions.OfType<DeviceDescription>());
        }

        return devices.DrainToImmutable();
    }

    public async Task<bool> RenameDeviceAsync(Guid deviceId, string name, CancellationToken cancellationToken)
    {
        if (!document.State.DeviceIds.Contains(deviceId))
        {
            return false;
        }

        await Device(deviceId).RenameAsync(name, cancellationToken);
        return true;
    }

    public async Task<bool> RevokeDeviceAsync(Guid deviceId, CancellationToken cancellationToken)
    {
        if (!document.State.DeviceIds.Contains(deviceId))
        {
            return false;
        }

        await Device(deviceId).RevokeAsync(cancellationToken);
        document.State.DeviceIds.Remove(deviceId);
        await document.WriteOrRetireAsync(this);
        return true;
    }

    public Task<Viewer> GetViewerAsync(CancellationToken cancellationToken) => Task.FromResult(new Viewer
    {
        Persons = IsOpen ? [UserId, EmailKeys.IdOf(document.State.Email)] : [],
        Groups = IsOpen ? [.. document.State.GroupIds] : [],
    });

    public async Task<bool> JoinGroupAsync(Guid groupId, CancellationToken cancellationToken)
    {
        if (!IsOpen || (!document.State.GroupIds.Contains(groupId) && document.State.GroupIds.Count >= IUserGrain.MaxGroups))
        {
            return false;
        }

        if (!document.State.GroupIds.Contains(groupId))
        {
            document.State.GroupIds.Add(groupId);
            await document.WriteOrRetireAsync(this);
        }

        return true;
    }

    public async Task LeaveGroupAsync(Guid groupId, CancellationToken cancellationToken)
    {
        if (document.State.GroupIds.Remove(groupId))
        {
            await document.WriteOrRetireAsync(this);
        }
    }

    public Task<ImmutableArray<Guid>> ListGroupsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<Guid>>([.. document.State.GroupIds]);

    public async Task<Account?> SetAdministratorAsync(bool isAdministrator, CancellationToken cancellationToken)
    {
        if (!IsOpen)
        {
            return null;
        }

        if (document.State.IsAdministrator != isAdministrator)
        {
            document.State.IsAdministrator = isAdministrator;
            await document.WriteOrRetireAsync(this);
        }

        // Those that are signed in obey from now on; repeated, since a crash may have come in between.
        foreach (var ids in document.State.DeviceIds.Chunk(MaxDevicesAtOnce))
        {
            await Task.WhenAll(ids.Select(id => Device(id).SetAdministratorAsync(isAdministrator, cancellationToken)));
        }

        return ToAccount();
    }

    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        if (IsOpen)
        {
            document.State.ClosedAt = clock.GetUtcNow();
            await document.WriteOrRetireAsync(this);
        }
    }

    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        if (document.RecordExists)
        {
            await document.ClearStateAsync(cancellationToken);
        }
    }

    private Task OpenDriveAsync(CancellationToken cancellationToken) =>
        GrainFactory.GetGrain<IDriveGrain>(document.State.DriveId).OpenAsync(UserId, document.State.QuotaBytes, cancellationToken);

    private IDeviceGrain Device(Guid deviceId) => GrainFactory.GetGrain<IDeviceGrain>(deviceId);

    private Account ToAccount() => new()
    {
        UserId = UserId,
        Email = document.State.Email,
        IsAdministrator = document.State.IsAdministrator,
        DriveId = document.State.DriveId,
        QuotaBytes = document.State.QuotaBytes,
        CreatedAt = document.State.CreatedAt,
    };
}
