namespace FileStorage.Api.Contracts.Items;

/// <summary>Body of POST /api/v1/folders: by path, or by the folder's parent and its name there.</summary>
public sealed record MakeFolderRequest
{
    public string? Path { get; init; }

    public Guid? ParentId { get; init; }

    public string? Name { get; init; }

    /// <summary>With a path: makes what is missing on the way, and is content with a folder that exists.</summary>
    public bool Parents { get; init; }
}
