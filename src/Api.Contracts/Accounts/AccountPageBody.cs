namespace FileStorage.Api.Contracts.Accounts;

/// <summary>Accounts, in the order of their making.</summary>
public sealed record AccountPageBody
{
    public required IReadOnlyList<AccountBody> Accounts { get; init; }

    /// <summary>Given as "after" to get the next page; null at the end.</summary>
    public string? Next { get; init; }
}
