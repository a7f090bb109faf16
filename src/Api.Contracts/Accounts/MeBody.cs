namespace FileStorage.Api.Contracts.Accounts;

/// <summary>Who the token speaks for, and what is used of the quota.</summary>
public sealed record MeBody
{
    public required Guid UserId { get; init; }

    public required string Email { get; init; }

    public required bool Administrator { get; init; }

    public required Guid DeviceId { get; init; }

    public required Guid DriveId { get; init; }

    /// <summary>Logical bytes of every kept version, trash included.</summary>
    public required long UsedBytes { get; init; }

    public required long QuotaBytes { get; init; }
}
