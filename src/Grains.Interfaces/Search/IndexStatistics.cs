using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Search;

/// <summary>How much is indexed.</summary>
[GenerateSerializer, Immutable, Alias("search.statistics")]
public sealed record IndexStatistics
{
    [Id(0)] public required long Drives { get; init; }

    [Id(1)] public required long Entries { get; init; }

    /// <summary>Contents that can be searched.</summary>
    [Id(2)] public required long Contents { get; init; }

    /// <summary>Contents that are still to be read.</summary>
    [Id(3)] public required long UnreadContents { get; init; }

    /// <summary>Drives that have told more than is indexed.</summary>
    [Id(4)] public required long DrivesBehind { get; init; }

    /// <summary>Changes that are not indexed, of drives that are not listed from the start.</summary>
    [Id(5)] public required long ChangesBehind { get; init; }

    /// <summary>Contents without text, by the reason; the most frequent reasons first.</summary>
    [Id(6)] public required ImmutableArray<ReasonCount> NotIndexed { get; init; }

    /// <summary>Since when the content that has waited longest has been waiting.</summary>
    [Id(7)] public required DateTimeOffset? UnreadSince { get; init; }
}
