namespace FileStorage.Api.Contracts.Accounts;

/// <summary>Body of PATCH /api/v1/admin/accounts/{id}.</summary>
public sealed record QuotaRequest
{
    public required long QuotaBytes { get; init; }
}
