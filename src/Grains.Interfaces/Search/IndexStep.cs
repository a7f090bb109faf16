namespace FileStorage.Grains.Interfaces.Search;

/// <summary>What one step of indexing a drive did.</summary>
[GenerateSerializer, Immutable, Alias("search.step")]
public sealed record IndexStep
{
    /// <summary>Entries that were told of.</summary>
    [Id(0)] public required int Entries { get; init; }

    /// <summary>Whether there is more at this moment.</summary>
    [Id(1)] public required bool HasMore { get; init; }
}
