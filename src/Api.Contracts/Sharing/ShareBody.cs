namespace FileStorage.Api.Contracts.Sharing;

/// <summary>What somebody was granted on an item.</summary>
public sealed record ShareBody
{
    /// <summary>The item that it was granted on: the one asked about, or a folder above it.</summary>
    public required Guid ItemId { get; init; }

    /// <summary>The item's path, in the list of everything that the caller shares.</summary>
    public string? Path { get; init; }

    public required GranteeBody Grantee { get; init; }

    /// <summary>"none", "upload", "read", "write" or "admin".</summary>
    public required string Access { get; init; }

    /// <summary>The account that granted it.</summary>
    public required Guid GrantedBy { get; init; }

    public required DateTimeOffset GrantedAt { get; init; }
}
