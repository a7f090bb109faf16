namespace FileStorage.Grains.Interfaces.Devices;

/// <summary>Who a token speaks for.</summary>
[GenerateSerializer, Immutable, Alias("device.identity")]
public sealed record DeviceIdentity
{
    [Id(0)] public required Guid UserId { get; init; }

    [Id(1)] public required Guid DeviceId { get; init; }

    [Id(2)] public required Guid DriveId { get; init; }

    [Id(3)] public required bool IsAdministrator { get; init; }

    /// <summary>Whether the token opens the files only, through the doors that other makers' clients use.</summary>
    [Id(4)] public bool IsAppPassword { get; init; }
}
