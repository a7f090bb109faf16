namespace FileStorage.Grains.Interfaces.Search;

/// <summary>A folder to look in, with all below it. The folder's id is the drive's for the whole drive.</summary>
[GenerateSerializer, Immutable, Alias("search.folder")]
public sealed record SearchFolder([property: Id(0)] Guid DriveId, [property: Id(1)] Guid FolderId);
