using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Uploads;

/// <summary>A file that comes in parts.</summary>
[GenerateSerializer, Immutable, Alias("upload.part-state")]
public sealed record PartUploadState
{
    /// <summary>Of this upload; another one of the same name has another.</summary>
    [Id(0)] public required Guid UploadId { get; init; }

    /// <summary>In their order.</summary>
    [Id(1)] public required ImmutableArray<UploadPart> Parts { get; init; }

    /// <summary>Whether it has become a version; whoever asks for that again is to hear so.</summary>
    [Id(2)] public required bool IsCompleted { get; init; }
}
