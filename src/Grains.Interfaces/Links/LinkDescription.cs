namespace FileStorage.Grains.Interfaces.Links;

/// <summary>A link as those see it who may change it.</summary>
[GenerateSerializer, Immutable, Alias("link.description")]
public sealed record LinkDescription
{
    [Id(0)] public required Guid LinkId { get; init; }

    [Id(1)] public required Guid DriveId { get; init; }

    [Id(2)] public required Guid EntryId { get; init; }

    [Id(3)] public required Guid CreatedBy { get; init; }

    [Id(4)] public required DateTimeOffset CreatedAt { get; init; }

    [Id(5)] public required bool HasPassword { get; init; }

    [Id(6)] public required DateTimeOffset? ExpiresAt { get; init; }

    [Id(7)] public required long? MaxDownloads { get; init; }

    [Id(8)] public required long Downloads { get; init; }

    /// <summary>Neither expired nor used up.</summary>
    [Id(9)] public required bool IsOpen { get; init; }
}
