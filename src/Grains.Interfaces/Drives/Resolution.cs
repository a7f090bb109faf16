using FileStorage.Core.Sharing;

namespace FileStorage.Grains.Interfaces.Drives;

/// <summary>How far a path leads.</summary>
[GenerateSerializer, Immutable, Alias("drive.resolution")]
public sealed record Resolution
{
    /// <summary>The entry at the path, or null if some name of it does not exist.</summary>
    [Id(0)] public required Entry? Entry { get; init; }

    /// <summary>The deepest entry on the way that exists: the parent, where only the last name is missing. The root at least.</summary>
    [Id(1)] public required Entry Deepest { get; init; }

    /// <summary>How many names of the path exist.</summary>
    [Id(2)] public required int Found { get; init; }

    /// <summary>What the caller may do with <see cref="Deepest"/>; everything, where the call asked for no one's rights.</summary>
    [Id(3)] public Rights Rights { get; init; } = Rights.All;
}
