using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Drives;

/// <summary>Entries in the order of their listing.</summary>
[GenerateSerializer, Immutable, Alias("drive.entry-page")]
public sealed record EntryPage
{
    [Id(0)] public required ImmutableArray<Entry> Entries { get; init; }

    [Id(1)] public required bool HasMore { get; init; }
}
