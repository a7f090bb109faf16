namespace FileStorage.Api.Contracts.Sharing;

/// <summary>Lets somebody in, or changes what they may do. Exactly one of "email", "groupId" and "everyone" says who.</summary>
public sealed record ShareRequest
{
    /// <summary>An address; where it has no account yet, the share waits for its registration.</summary>
    public string? Email { get; init; }

    /// <summary>A group that the caller is in.</summary>
    public Guid? GroupId { get; init; }

    /// <summary>With access "none": nothing is inherited from the folders above but by those who are named here.</summary>
    public bool Everyone { get; init; }

    /// <summary>"none", "read", "write", "admin", or "owner": as "admin", and they may make it their own.</summary>
    public required string Access { get; init; }
}
