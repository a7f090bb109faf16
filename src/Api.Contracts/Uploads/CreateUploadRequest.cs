namespace FileStorage.Api.Contracts.Uploads;

/// <summary>
/// Body of POST /api/v1/uploads: what the file will be, and where: by path, by folder and name, or by the file's own id. If-Match and
/// If-None-Match stand in the headers.
/// </summary>
public sealed record CreateUploadRequest
{
    public string? Path { get; init; }

    public Guid? ParentId { get; init; }

    public string? Name { get; init; }

    /// <summary>The file that gets a new version.</summary>
    public Guid? ItemId { get; init; }

    /// <summary>With a path: makes the folders that are missing on the way.</summary>
    public bool Parents { get; init; }

    /// <summary>The sum of the chunks' lengths.</summary>
    public required long Size { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public bool Executable { get; init; }

    public required IReadOnlyList<ChunkBody> Chunks { get; init; }
}
