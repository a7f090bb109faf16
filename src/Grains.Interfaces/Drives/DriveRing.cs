namespace FileStorage.Grains.Interfaces.Drives;

/// <summary>
/// What goes out on a drive's stream after a commit: a doorbell. It may be lost, repeated or late; the journal is what counts.
/// </summary>
[GenerateSerializer, Immutable, Alias("drive.ring")]
public sealed record DriveRing
{
    /// <summary>The newest row of the journal when it rang.</summary>
    [Id(0)] public required long JournalNumber { get; init; }

    [Id(1)] public required Guid DriveId { get; init; }

    /// <summary>When the first of the commits that it rings for was durable, by the drive's clock.</summary>
    [Id(2)] public DateTimeOffset? CommittedAt { get; init; }
}
