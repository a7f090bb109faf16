namespace FileStorage.Grains.Interfaces.Drives;

/// <summary>A drive as a whole.</summary>
[GenerateSerializer, Immutable, Alias("drive.summary")]
public sealed record DriveSummary
{
    [Id(0)] public required Guid DriveId { get; init; }

    [Id(1)] public required Guid OwnerId { get; init; }

    /// <summary>Changes when a restore from a backup took the journal back in time.</summary>
    [Id(2)] public required long Epoch { get; init; }

    /// <summary>The number of the newest journal row; 0 before the first.</summary>
    [Id(3)] public required long JournalNumber { get; init; }

    /// <summary>Logical bytes of every kept version of every file, trash included.</summary>
    [Id(4)] public required long UsedBytes { get; init; }

    [Id(5)] public required long QuotaBytes { get; init; }
}
