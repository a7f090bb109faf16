using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Grains.Interfaces.Sharing;

/// <summary>A place in one drive where an entry of another one is shown.</summary>
/// <param name="Entry">The place, with its path.</param>
/// <param name="IsReachable">Whether it is live and so is everything above it.</param>
[GenerateSerializer, Immutable, Alias("sharing.mount")]
public sealed record Mount([property: Id(0)] Entry Entry, [property: Id(1)] bool IsReachable);
