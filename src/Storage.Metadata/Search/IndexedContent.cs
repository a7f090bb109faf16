namespace FileStorage.Storage.Metadata.Search;

/// <summary>What was read of a content: its text, or why there is none.</summary>
public sealed record IndexedContent
{
    public required Guid DriveId { get; init; }

    public required Guid EntryId { get; init; }

    public required Guid VersionId { get; init; }

    /// <summary>Null where it could not be read.</summary>
    public required string? Text { get; init; }

    /// <summary>Why there is no text, or not all of it; one short sentence.</summary>
    public string? Reason { get; init; }
}
