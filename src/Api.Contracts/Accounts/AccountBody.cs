namespace FileStorage.Api.Contracts.Accounts;

/// <summary>An account.</summary>
public sealed record AccountBody
{
    public required Guid UserId { get; init; }

    public required string Email { get; init; }

    public required bool Administrator { get; init; }

    public required Guid DriveId { get; init; }

    public required long QuotaBytes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
