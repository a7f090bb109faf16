using FileStorage.Core.Versions;

namespace FileStorage.Grains.Interfaces.Files;

/// <summary>How an edit stands to a file.</summary>
[GenerateSerializer, Immutable, Alias("file.edit-standing")]
public sealed record EditStanding
{
    [Id(0)] public required FileVersion Newest { get; init; }

    /// <summary>The version that was edited; null where the file does not have it.</summary>
    [Id(1)] public required FileVersion? Base { get; init; }

    /// <summary>After: the edit follows the newest version. Concurrent: it does not know of it.</summary>
    [Id(2)] public required VersionOrder Order { get; init; }
}
