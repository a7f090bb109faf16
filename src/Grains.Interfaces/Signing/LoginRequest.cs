namespace FileStorage.Grains.Interfaces.Signing;

/// <summary>A client that asks to be let in.</summary>
[GenerateSerializer, Immutable, Alias("signing.login-request")]
public sealed record LoginRequest
{
    [Id(0)] public required string ClientName { get; init; }

    /// <summary>From which address it asks.</summary>
    [Id(1)] public required string? Address { get; init; }
}
