namespace FileStorage.Grains.Interfaces.Uploads;

/// <summary>A file that comes in parts.</summary>
[GenerateSerializer, Immutable, Alias("upload.part-state")]
public sealed record PartUploadState
{
    /// <summary>Of this upload; another one of the same name has another.</summary>
    [Id(0)] public required Guid UploadId { get; init; }

    /// <summary>The drive to whose quota it counts.</summary>
    [Id(1)] public required Guid DriveId { get; init; }

    /// <summary>Of all parts that have come.</summary>
    [Id(2)] public required long SizeBytes { get; init; }

    /// <summary>Whether it has become a version; whoever asks for that again is to hear so.</summary>
    [Id(3)] public required bool IsCompleted { get; init; }
}
