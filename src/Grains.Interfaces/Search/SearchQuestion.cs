using System.Collections.Immutable;
using FileStorage.Core.Entries;

namespace FileStorage.Grains.Interfaces.Search;

/// <summary>What somebody looks for.</summary>
[GenerateSerializer, Immutable, Alias("search.question")]
public sealed record SearchQuestion
{
    /// <summary>Where to look; nothing else is looked at.</summary>
    [Id(0)] public required ImmutableArray<SearchFolder> Folders { get; init; }

    /// <summary>As it was typed; empty for whatever the other conditions select, newest first.</summary>
    [Id(1)] public required string Text { get; init; }

    [Id(2)] public bool InNames { get; init; } = true;

    [Id(3)] public bool InContents { get; init; } = true;

    /// <summary>Ends of names without their dot, in small letters; empty for any.</summary>
    [Id(4)] public ImmutableArray<string> Types { get; init; } = [];

    [Id(5)] public EntryKind? Kind { get; init; }

    [Id(6)] public long? MinSizeBytes { get; init; }

    [Id(7)] public long? MaxSizeBytes { get; init; }

    [Id(8)] public DateTimeOffset? ModifiedFrom { get; init; }

    [Id(9)] public DateTimeOffset? ModifiedTo { get; init; }

    /// <summary>What is in the trash in place of what is not.</summary>
    [Id(10)] public bool InTrash { get; init; }

    /// <summary>Most findings, 1 to 2,000.</summary>
    [Id(11)] public required int Limit { get; init; }
}
