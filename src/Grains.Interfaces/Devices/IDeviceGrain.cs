using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Devices;

/// <summary>One device: its token, when it was last seen, how far it knows the journals, and its bell. Keyed by device id.</summary>
[Alias("device"), GrainInterfaceType("device")]
public interface IDeviceGrain : IGrainWithGuidKey
{
    /// <summary>Shorter than any call may take.</summary>
    static readonly TimeSpan MaxPatience = TimeSpan.FromSeconds(26);

    /// <summary>Gives the device its owner and token; safe to repeat. Called by the User grain only.</summary>
    [Alias("create")]
    Task CreateAsync(DeviceCreation creation, CancellationToken cancellationToken = default);

    /// <summary>Who calls, if <paramref name="tokenHash"/> is the device's and it is not revoked; else null.</summary>
    [Alias("authenticate"), Orleans.Concurrency.AlwaysInterleave]
    Task<DeviceIdentity?> AuthenticateAsync(ImmutableArray<byte> tokenHash, CancellationToken cancellationToken = default);

    [Alias("describe")]
    Task<DeviceDescription?> DescribeAsync(CancellationToken cancellationToken = default);

    [Alias("rename")]
    Task RenameAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Where the device says it is in the journals; kept lazily, and for people to look at.</summary>
    [Alias("acknowledge"), Orleans.Concurrency.AlwaysInterleave]
    Task AcknowledgeAsync(ImmutableArray<AcknowledgedCursor> cursors, CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits until the device's bell has rung since <paramref name="heard"/>, it is revoked, or <paramref name="patience"/> (at most
    /// <see cref="MaxPatience"/>) is over. While anyone listens, and for a while after, the device is subscribed to its drives.
    /// </summary>
    /// <param name="heard">The count of the last answer; null for none, which answers at once.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="sharedDrives">Drives of others that the device is rung for as well as its own.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    [Alias("listen"), Orleans.Concurrency.AlwaysInterleave, ResponseTimeout("00:00:30")]
    Task<DeviceBell> ListenAsync(
        long? heard, TimeSpan patience, ImmutableArray<Guid> sharedDrives, CancellationToken cancellationToken = default);

    /// <summary>Gives or takes an administrator's rights. Called by the User grain only. Safe to repeat.</summary>
    [Alias("set-administrator")]
    Task SetAdministratorAsync(bool isAdministrator, CancellationToken cancellationToken = default);

    /// <summary>From its return on the token opens nothing, and nobody listens any more.</summary>
    [Alias("revoke")]
    Task RevokeAsync(CancellationToken cancellationToken = default);
}
