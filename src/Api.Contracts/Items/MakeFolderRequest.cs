namespace FileStorage.Api.Contracts.Items;

/// <summary>Body of POST /api/v1/folders.</summary>
public sealed record MakeFolderRequest
{
    public required string Path { get; init; }

    /// <summary>Makes what is missing on the way, and is content with a folder that exists.</summary>
    public bool Parents { get; init; }
}
