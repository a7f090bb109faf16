namespace FileStorage.Api.Contracts.Links;

/// <summary>A public link, for those who may share what it leads to.</summary>
public sealed record LinkBody
{
    public required Guid Id { get; init; }

    /// <summary>The item that it leads to: the one asked about, or a folder above it.</summary>
    public required Guid ItemId { get; init; }

    /// <summary>The item's path, in the list of all links.</summary>
    public string? Path { get; init; }

    /// <summary>"read", "write" or "upload".</summary>
    public required string Access { get; init; }

    public required string Label { get; init; }

    public required bool HasPassword { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public long? MaxDownloads { get; init; }

    /// <summary>Downloads so far.</summary>
    public required long Downloads { get; init; }

    /// <summary>Neither expired nor used up.</summary>
    public required bool Open { get; init; }

    /// <summary>The account that made it.</summary>
    public required Guid CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The secret of the link, told once: when it is made. The server does not keep it.</summary>
    public string? Token { get; init; }

    /// <summary>The address of its page on this server, starting with a slash; told with the token.</summary>
    public string? Address { get; init; }
}
