using System.Collections.Immutable;
using FileStorage.Grains.Interfaces.Devices;
using FileStorage.Grains.Interfaces.Sharing;

namespace FileStorage.Grains.Interfaces.Accounts;

/// <summary>One user: account, credentials, quota, drives and devices. Keyed by user id.</summary>
[Alias("user"), GrainInterfaceType("user")]
public interface IUserGrain : IGrainWithGuidKey
{
    /// <summary>Makes the account and its drive; safe to repeat.</summary>
    [Alias("create")]
    Task<Account> CreateAsync(AccountCreation creation, CancellationToken cancellationToken = default);

    /// <summary>Null if there is no such account.</summary>
    [Alias("get")]
    Task<Account?> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>The hash to verify a password against, or null if there is no such account.</summary>
    [Alias("password-hash")]
    Task<string?> GetPasswordHashAsync(CancellationToken cancellationToken = default);

    /// <summary>Sets the quota; what is stored beyond it stays, nothing more is taken.</summary>
    [Alias("set-quota")]
    Task<Account?> SetQuotaAsync(long quotaBytes, CancellationToken cancellationToken = default);

    /// <summary>Makes a device with this token hash (SHA-256 of the secret). False if the account has <see cref="MaxDevices"/>.</summary>
    [Alias("add-device")]
    Task<bool> AddDeviceAsync(
        Guid deviceId, string name, ImmutableArray<byte> tokenHash, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="AddDeviceAsync"/>, of an app password.</summary>
    [Alias("add-app-password")]
    Task<bool> AddAppPasswordAsync(
        Guid deviceId, string name, ImmutableArray<byte> tokenHash, CancellationToken cancellationToken = default);

    /// <summary>The account's devices that are not revoked, app passwords among them.</summary>
    [Alias("devices")]
    Task<ImmutableArray<DeviceDescription>> ListDevicesAsync(CancellationToken cancellationToken = default);

    /// <summary>False if the account has no such device.</summary>
    [Alias("rename-device")]
    Task<bool> RenameDeviceAsync(Guid deviceId, string name, CancellationToken cancellationToken = default);

    /// <summary>Ends a device's token at once. False if the account has no such device.</summary>
    [Alias("revoke-device")]
    Task<bool> RevokeDeviceAsync(Guid deviceId, CancellationToken cancellationToken = default);

    /// <summary>The names by which permissions know the account: its id, its address, its groups.</summary>
    [Alias("viewer"), Orleans.Concurrency.ReadOnly]
    Task<Viewer> GetViewerAsync(CancellationToken cancellationToken = default);

    /// <summary>The account is in a group from now on. False if there is no such account, or it is in <see cref="MaxGroups"/>. Safe to repeat; called by Group grains only.</summary>
    [Alias("join-group")]
    Task<bool> JoinGroupAsync(Guid groupId, CancellationToken cancellationToken = default);

    /// <summary>From its return on the account is not in the group. Safe to repeat; called by Group grains only.</summary>
    [Alias("leave-group")]
    Task LeaveGroupAsync(Guid groupId, CancellationToken cancellationToken = default);

    /// <summary>The groups that the account is in.</summary>
    [Alias("groups")]
    Task<ImmutableArray<Guid>> ListGroupsAsync(CancellationToken cancellationToken = default);

    /// <summary>Gives or takes an administrator's rights, of signed-in devices at once. After the registration has agreed; safe to repeat.</summary>
    [Alias("set-administrator")]
    Task<Account?> SetAdministratorAsync(bool isAdministrator, CancellationToken cancellationToken = default);

    /// <summary>Lets nobody in from now on: the first step of deleting the account. Safe to repeat.</summary>
    [Alias("close")]
    Task CloseAsync(CancellationToken cancellationToken = default);

    /// <summary>Forgets the account: the last step of deleting it. Safe to repeat.</summary>
    [Alias("forget")]
    Task ForgetAsync(CancellationToken cancellationToken = default);

    const int MaxDevices = 1000;

    const int MaxGroups = 1000;
}
