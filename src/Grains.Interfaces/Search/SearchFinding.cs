namespace FileStorage.Grains.Interfaces.Search;

/// <summary>Something that answers a question, as far as the index knows.</summary>
[GenerateSerializer, Immutable, Alias("search.finding")]
public sealed record SearchFinding
{
    [Id(0)] public required Guid DriveId { get; init; }

    [Id(1)] public required Guid EntryId { get; init; }

    /// <summary>From 0 to 1.</summary>
    [Id(2)] public required double Rank { get; init; }

    /// <summary>Whether its content answers, and not only its name.</summary>
    [Id(3)] public required bool ByContent { get; init; }
}
