namespace FileStorage.Api.Contracts.Accounts;

/// <summary>Body of POST /api/v1/sign-in.</summary>
public sealed record SignInRequest
{
    public required string Email { get; init; }

    public required string Password { get; init; }

    /// <summary>What the device is called in the account's list; 1 to 100 characters.</summary>
    public required string DeviceName { get; init; }
}
