namespace FileStorage.Api.Contracts.Accounts;

/// <summary>Body of POST /api/v1/accounts.</summary>
public sealed record RegisterRequest
{
    public required string Email { get; init; }

    /// <summary>10 to 256 characters.</summary>
    public required string Password { get; init; }

    /// <summary>Needed where the server takes accounts by invitation only.</summary>
    public string? Invite { get; init; }
}
