using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Maintenance;

/// <summary>What a turn of the scrubber came to.</summary>
/// <param name="NextAt">When to ask again.</param>
/// <param name="Findings">What is damaged.</param>
[GenerateSerializer, Immutable, Alias("maintenance.scrub-turn")]
public sealed record ScrubTurn([property: Id(0)] DateTimeOffset NextAt, [property: Id(1)] ImmutableArray<string> Findings);
