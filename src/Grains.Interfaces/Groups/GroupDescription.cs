using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Groups;

/// <summary>A group.</summary>
[GenerateSerializer, Immutable, Alias("group.description")]
public sealed record GroupDescription
{
    [Id(0)] public required Guid GroupId { get; init; }

    [Id(1)] public required string Name { get; init; }

    /// <summary>The account that may change it.</summary>
    [Id(2)] public required Guid OwnerId { get; init; }

    [Id(3)] public required ImmutableArray<Guid> MemberIds { get; init; }
}
