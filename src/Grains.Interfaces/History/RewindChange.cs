using FileStorage.Core.Entries;

namespace FileStorage.Grains.Interfaces.History;

/// <summary>What a rewind does to one item.</summary>
[GenerateSerializer, Immutable, Alias("history.rewind-change")]
public sealed record RewindChange
{
    [Id(0)] public required RewindStep Step { get; init; }

    [Id(1)] public required Guid ItemId { get; init; }

    [Id(2)] public required EntryKind Kind { get; init; }

    /// <summary>Where it is now, from the root; null where it is not there.</summary>
    [Id(3)] public string? From { get; init; }

    /// <summary>Where it was then; null where it was not there.</summary>
    [Id(4)] public string? To { get; init; }
}
