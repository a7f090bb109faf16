using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Devices;

/// <summary>What a new device starts with.</summary>
[GenerateSerializer, Immutable, Alias("device.creation")]
public sealed record DeviceCreation
{
    [Id(0)] public required Guid UserId { get; init; }

    [Id(1)] public required Guid DriveId { get; init; }

    [Id(2)] public required bool IsAdministrator { get; init; }

    [Id(3)] public required string Name { get; init; }

    /// <summary>SHA-256 of the token's secret part.</summary>
    [Id(4)] public required ImmutableArray<byte> TokenHash { get; init; }

    /// <summary>Whether it is an app password: a token for another maker's client, which opens the files and nothing of the account.</summary>
    [Id(5)] public bool IsAppPassword { get; init; }
}
