namespace FileStorage.Api.Contracts.Sharing;

/// <summary>Takes an account into a group.</summary>
public sealed record GroupMemberRequest
{
    public required string Email { get; init; }
}
