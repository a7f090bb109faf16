using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Devices;

/// <summary>A device as its owner sees it.</summary>
[GenerateSerializer, Immutable, Alias("device.description")]
public sealed record DeviceDescription
{
    [Id(0)] public required Guid DeviceId { get; init; }

    [Id(1)] public required string Name { get; init; }

    [Id(2)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>To the minute; null if it never called.</summary>
    [Id(3)] public required DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>How far it knows the journals; empty for a device that never asked for changes.</summary>
    [Id(4)] public ImmutableArray<AcknowledgedCursor> Cursors { get; init; } = [];

    /// <summary>Whether it is an app password.</summary>
    [Id(5)] public bool IsAppPassword { get; init; }
}
