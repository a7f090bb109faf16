namespace FileStorage.Api.Contracts.Accounts;

/// <summary>Body of PATCH /api/v1/admin/accounts/{id}: what is not there stays as it is.</summary>
public sealed record QuotaRequest
{
    public long? QuotaBytes { get; init; }

    /// <summary>Whether the account is an administrator's; the last one stays one.</summary>
    public bool? Administrator { get; init; }
}
