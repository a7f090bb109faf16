namespace FileStorage.Grains.Interfaces.Accounts;

/// <summary>A user's account.</summary>
[GenerateSerializer, Immutable, Alias("account")]
public sealed record Account
{
    [Id(0)] public required Guid UserId { get; init; }

    [Id(1)] public required string Email { get; init; }

    [Id(2)] public required bool IsAdministrator { get; init; }

    /// <summary>The drive that the account was made with.</summary>
    [Id(3)] public required Guid DriveId { get; init; }

    [Id(4)] public required long QuotaBytes { get; init; }

    [Id(5)] public required DateTimeOffset CreatedAt { get; init; }
}
