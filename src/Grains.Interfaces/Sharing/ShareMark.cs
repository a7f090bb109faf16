using System.Collections.Immutable;
using FileStorage.Core.Sharing;

namespace FileStorage.Grains.Interfaces.Sharing;

/// <summary>That something is granted on an entry.</summary>
/// <param name="EntryId">On which.</param>
/// <param name="Kinds">To what kinds of grantees, each once.</param>
[GenerateSerializer, Immutable, Alias("sharing.mark")]
public sealed record ShareMark([property: Id(0)] Guid EntryId, [property: Id(1)] ImmutableArray<GranteeKind> Kinds);
