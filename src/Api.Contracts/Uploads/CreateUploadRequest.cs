namespace FileStorage.Api.Contracts.Uploads;

/// <summary>Body of POST /api/v1/uploads: what the file will be. If-Match and If-None-Match stand in the headers.</summary>
public sealed record CreateUploadRequest
{
    public required string Path { get; init; }

    /// <summary>Makes the folders that are missing on the way.</summary>
    public bool Parents { get; init; }

    /// <summary>The sum of the chunks' lengths.</summary>
    public required long Size { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public bool Executable { get; init; }

    public required IReadOnlyList<ChunkBody> Chunks { get; init; }
}
