namespace FileStorage.Api.Contracts.Links;

/// <summary>Changes a public link; what is not named stays as it is.</summary>
public sealed record LinkChangeRequest
{
    /// <summary>"read", "write" or "upload".</summary>
    public string? Access { get; init; }

    public string? Label { get; init; }

    /// <summary>A new password; whoever gave the old one is asked again.</summary>
    public string? Password { get; init; }

    /// <summary>True takes the password away.</summary>
    public bool NoPassword { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>True takes the expiry away.</summary>
    public bool NoExpiry { get; init; }

    /// <summary>Counted from when the link was made.</summary>
    public long? MaxDownloads { get; init; }

    /// <summary>True takes the limit away.</summary>
    public bool NoMaxDownloads { get; init; }
}
