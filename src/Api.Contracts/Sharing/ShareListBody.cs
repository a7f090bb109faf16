namespace FileStorage.Api.Contracts.Sharing;

/// <summary>The grants on an item and on the folders above it; the nearest decides.</summary>
public sealed record ShareListBody
{
    public required IReadOnlyList<ShareBody> Shares { get; init; }
}
