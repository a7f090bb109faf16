namespace FileStorage.Api.Contracts.Accounts;

/// <summary>A signed-in device. The token is shown here and never again.</summary>
public sealed record SignInBody
{
    public required Guid DeviceId { get; init; }

    public required Guid UserId { get; init; }

    public required string Token { get; init; }
}
