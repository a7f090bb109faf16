using FileStorage.Core.Sharing;

namespace FileStorage.Grains.Interfaces.Sharing;

/// <summary>A grant as its drive shows it.</summary>
[GenerateSerializer, Immutable, Alias("sharing.entry-grant")]
public sealed record EntryGrant
{
    /// <summary>The entry that it was made on.</summary>
    [Id(0)] public required Guid EntryId { get; init; }

    [Id(1)] public required Grantee Grantee { get; init; }

    [Id(2)] public required Role Role { get; init; }

    /// <summary>The account that made it.</summary>
    [Id(3)] public required Guid GrantedBy { get; init; }

    [Id(4)] public required DateTimeOffset GrantedAt { get; init; }
}
