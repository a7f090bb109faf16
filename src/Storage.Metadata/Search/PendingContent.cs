namespace FileStorage.Storage.Metadata.Search;

/// <summary>A file whose content is still to be read.</summary>
public sealed record PendingContent
{
    public required Guid DriveId { get; init; }

    public required Guid EntryId { get; init; }

    public required string Name { get; init; }

    public required long SizeBytes { get; init; }

    public required Guid VersionId { get; init; }

    public required long VersionNumber { get; init; }
}
