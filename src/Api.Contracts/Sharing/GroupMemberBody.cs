namespace FileStorage.Api.Contracts.Sharing;

/// <summary>An account in a group.</summary>
public sealed record GroupMemberBody
{
    public required Guid UserId { get; init; }

    public required string Email { get; init; }
}
