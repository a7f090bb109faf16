using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Files;

/// <summary>Versions, newest first.</summary>
[GenerateSerializer, Immutable, Alias("file.version-page")]
public sealed record FileVersionPage
{
    [Id(0)] public required ImmutableArray<FileVersion> Versions { get; init; }

    /// <summary>Whether older ones follow.</summary>
    [Id(1)] public required bool HasMore { get; init; }
}
