namespace FileStorage.Grains.Interfaces.Signing;

/// <summary>That a user let a client in.</summary>
[GenerateSerializer, Immutable, Alias("signing.login-approval")]
public sealed record LoginApproval
{
    [Id(0)] public required Guid UserId { get; init; }

    [Id(1)] public required string ClientName { get; init; }
}
