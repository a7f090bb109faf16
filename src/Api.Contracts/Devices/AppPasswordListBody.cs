namespace FileStorage.Api.Contracts.Devices;

/// <summary>All app passwords of the account.</summary>
public sealed record AppPasswordListBody
{
    public required IReadOnlyList<AppPasswordBody> AppPasswords { get; init; }
}
