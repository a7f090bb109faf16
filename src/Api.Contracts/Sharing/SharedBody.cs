namespace FileStorage.Api.Contracts.Sharing;

/// <summary>That an item belongs to somebody else.</summary>
public sealed record SharedBody
{
    /// <summary>The account whose quota pays for it.</summary>
    public required Guid OwnerId { get; init; }

    /// <summary>"upload", "read", "write" or "admin".</summary>
    public required string Access { get; init; }

    /// <summary>Whether this is the place in the caller's own tree: moving, renaming and deleting it change that place only.</summary>
    public bool Mounted { get; init; }
}
