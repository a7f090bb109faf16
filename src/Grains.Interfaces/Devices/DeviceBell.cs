namespace FileStorage.Grains.Interfaces.Devices;

/// <summary>How often a device's bell has rung: one flag for whoever listens, never a queue.</summary>
[GenerateSerializer, Immutable, Alias("device.bell")]
public sealed record DeviceBell
{
    /// <summary>Differs from what was heard before if it rang since; begins anew, somewhere else, with every activation.</summary>
    [Id(0)] public required long Rings { get; init; }

    /// <summary>The device's token opens nothing any more.</summary>
    [Id(1)] public required bool IsRevoked { get; init; }
}
