namespace FileStorage.Grains.Interfaces.Files;

/// <summary>A version that its drive has not shown yet, and where a new file was to appear.</summary>
[GenerateSerializer, Immutable, Alias("file.version-notice")]
public sealed record VersionNotice
{
    [Id(0)] public required Guid DriveId { get; init; }

    [Id(1)] public required Guid VersionId { get; init; }

    [Id(2)] public required Guid ParentId { get; init; }

    [Id(3)] public required string Name { get; init; }
}
