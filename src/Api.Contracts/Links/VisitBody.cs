namespace FileStorage.Api.Contracts.Links;

/// <summary>What a public link leads to.</summary>
public sealed record VisitBody
{
    /// <summary>"read", "write" or "upload".</summary>
    public required string Access { get; init; }

    /// <summary>Missing where nothing may be seen.</summary>
    public VisitItemBody? Item { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}
