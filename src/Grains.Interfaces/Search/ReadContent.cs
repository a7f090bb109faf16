namespace FileStorage.Grains.Interfaces.Search;

/// <summary>What was read of a content: its text, or why there is none.</summary>
[GenerateSerializer, Immutable, Alias("search.read")]
public sealed record ReadContent
{
    [Id(0)] public required Guid DriveId { get; init; }

    [Id(1)] public required Guid EntryId { get; init; }

    [Id(2)] public required Guid VersionId { get; init; }

    /// <summary>Null where nothing could be read.</summary>
    [Id(3)] public required string? Text { get; init; }

    /// <summary>Why there is no text; one short sentence without names.</summary>
    [Id(4)] public string? Reason { get; init; }
}
