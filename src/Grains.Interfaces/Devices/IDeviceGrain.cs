using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Devices;

/// <summary>One device: its token and when it was last seen. Keyed by device id.</summary>
[Alias("device"), GrainInterfaceType("device")]
public interface IDeviceGrain : IGrainWithGuidKey
{
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

    /// <summary>From its return on the token opens nothing.</summary>
    [Alias("revoke")]
    Task RevokeAsync(CancellationToken cancellationToken = default);
}
