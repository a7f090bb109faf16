namespace FileStorage.Cli.Settings;

/// <summary>What <c>login</c> leaves for later commands.</summary>
internal sealed record SavedLogin
{
    public required Uri Url { get; init; }

    public required string Email { get; init; }

    public required string Token { get; init; }

    public required Guid DeviceId { get; init; }
}
