namespace FileStorage.Api.Contracts.Sharing;

/// <summary>To whom something is granted.</summary>
public sealed record GranteeBody
{
    /// <summary>Names the grantee in DELETE /items/{id}/shares/{granteeId}; all zeros for everyone.</summary>
    public required Guid Id { get; init; }

    /// <summary>"person", "group", "link" or "everyone".</summary>
    public required string Kind { get; init; }

    /// <summary>An e-mail address, or the name of a group or link.</summary>
    public required string Name { get; init; }
}
