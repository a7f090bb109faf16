namespace FileStorage.Grains.Interfaces.History;

/// <summary>A version that its file has forgotten.</summary>
[GenerateSerializer, Immutable, Alias("history.thinned-version")]
public sealed record ThinnedVersion
{
    [Id(0)] public required Guid FileId { get; init; }

    [Id(3)] public required Guid DriveId { get; init; }

    [Id(1)] public required Guid VersionId { get; init; }

    [Id(2)] public required long SizeBytes { get; init; }
}
