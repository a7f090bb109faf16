using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.WebDav;

/// <summary>The dead properties of one entry.</summary>
[GenerateSerializer, Immutable, Alias("dav.entry-properties")]
public sealed record EntryProperties
{
    [Id(0)] public required Guid EntryId { get; init; }

    [Id(1)] public required ImmutableArray<DavProperty> Properties { get; init; }
}
