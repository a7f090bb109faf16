using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Search;

/// <summary>Drives that have told more than is indexed.</summary>
[GenerateSerializer, Immutable, Alias("search.drives-behind")]
public sealed record DrivesBehind
{
    [Id(0)] public required ImmutableArray<Guid> DriveIds { get; init; }

    /// <summary>Where the next page begins; null at the end.</summary>
    [Id(1)] public required Guid? Next { get; init; }
}
