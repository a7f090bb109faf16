namespace FileStorage.Api.Contracts.Departures;

/// <summary>Body of DELETE /api/v1/account and /api/v1/admin/accounts/{id}.</summary>
public sealed record DeleteAccountRequest
{
    /// <summary>The account's password, once more; not asked of an administrator who deletes another account.</summary>
    public string? Password { get; init; }

    /// <summary>The e-mail address of who gets the account's own groups, where they are a member of them; the others are deleted.</summary>
    public string? GroupsTo { get; init; }
}
