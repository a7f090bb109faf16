namespace FileStorage.Api.Contracts.Links;

/// <summary>Makes a public link.</summary>
public sealed record LinkRequest
{
    /// <summary>"read", "write" or, for a folder, "upload": files may be put in, and nothing is seen.</summary>
    public required string Access { get; init; }

    /// <summary>What its owner calls it; visitors are not told.</summary>
    public string? Label { get; init; }

    /// <summary>8 to 256 characters that visitors have to know.</summary>
    public string? Password { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Downloads after which it opens nothing any more; not for access "upload".</summary>
    public long? MaxDownloads { get; init; }
}
