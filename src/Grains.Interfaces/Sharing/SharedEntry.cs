using System.Collections.Immutable;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Grains.Interfaces.Sharing;

/// <summary>An entry as somebody sees it to whom it may be shared.</summary>
[GenerateSerializer, Immutable, Alias("sharing.shared-entry")]
public sealed record SharedEntry
{
    /// <summary>Its path holds the names of <see cref="WayIds"/> only: nothing is told of what lies above.</summary>
    [Id(0)] public required Entry Entry { get; init; }

    [Id(1)] public required Rights Rights { get; init; }

    /// <summary>The ids of the entry and of those above it, from the topmost that the viewer may read without a gap, down to the entry.</summary>
    [Id(2)] public required ImmutableArray<Guid> WayIds { get; init; }

    [Id(3)] public required Guid OwnerId { get; init; }

    /// <summary>Whether it is live, and so is everything above it.</summary>
    [Id(4)] public required bool IsReachable { get; init; }
}
