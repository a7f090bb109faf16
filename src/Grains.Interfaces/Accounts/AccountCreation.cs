namespace FileStorage.Grains.Interfaces.Accounts;

/// <summary>What a new account starts with. The password arrives hashed: hashing is slow on purpose and is no work for a grain.</summary>
[GenerateSerializer, Immutable, Alias("account.creation")]
public sealed record AccountCreation
{
    [Id(0)] public required string Email { get; init; }

    [Id(1)] public required string PasswordHash { get; init; }

    [Id(2)] public required bool IsAdministrator { get; init; }

    [Id(3)] public required long QuotaBytes { get; init; }
}
