using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Accounts;

/// <summary>A page of accounts.</summary>
[GenerateSerializer, Immutable, Alias("account.listing")]
public sealed record AccountListing
{
    [Id(0)] public required ImmutableArray<Guid> UserIds { get; init; }

    /// <summary>Where the next page goes on; null at the end.</summary>
    [Id(1)] public required string? Next { get; init; }
}
