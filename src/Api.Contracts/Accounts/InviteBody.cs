namespace FileStorage.Api.Contracts.Accounts;

/// <summary>An invitation, good for one account.</summary>
public sealed record InviteBody
{
    public required string Invite { get; init; }
}
