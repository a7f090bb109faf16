namespace FileStorage.Grains.Interfaces.Search;

/// <summary>A file whose content is still to be read.</summary>
[GenerateSerializer, Immutable, Alias("search.unread")]
public sealed record UnreadContent
{
    [Id(0)] public required Guid DriveId { get; init; }

    [Id(1)] public required Guid EntryId { get; init; }

    [Id(2)] public required string Name { get; init; }

    [Id(3)] public required long SizeBytes { get; init; }

    [Id(4)] public required Guid VersionId { get; init; }

    [Id(5)] public required long VersionNumber { get; init; }
}
