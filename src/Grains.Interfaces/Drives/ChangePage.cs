using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Drives;

/// <summary>Journal rows, oldest first.</summary>
[GenerateSerializer, Immutable, Alias("drive.change-page")]
public sealed record ChangePage
{
    [Id(0)] public required ImmutableArray<Change> Changes { get; init; }

    [Id(1)] public required bool HasMore { get; init; }
}
