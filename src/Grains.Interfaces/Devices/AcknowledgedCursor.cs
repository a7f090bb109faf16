namespace FileStorage.Grains.Interfaces.Devices;

/// <summary>Up to where a device has told that it knows a drive's journal.</summary>
[GenerateSerializer, Immutable, Alias("device.cursor")]
public sealed record AcknowledgedCursor
{
    [Id(0)] public required Guid DriveId { get; init; }

    [Id(1)] public required long Epoch { get; init; }

    [Id(2)] public required long Number { get; init; }
}
