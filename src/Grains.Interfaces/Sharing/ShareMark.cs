namespace FileStorage.Grains.Interfaces.Sharing;

/// <summary>That something is granted on an entry, and to what kinds of grantees.</summary>
[GenerateSerializer, Immutable, Alias("sharing.mark")]
public sealed record ShareMark
{
    [Id(0)] public required Guid EntryId { get; init; }

    [Id(1)] public required bool ToPersons { get; init; }

    [Id(2)] public required bool ToGroups { get; init; }

    [Id(3)] public required bool ToLinks { get; init; }
}
