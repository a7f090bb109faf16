using FileStorage.Core.Sharing;

namespace FileStorage.Grains.Interfaces.Sharing;

/// <summary>To whom something is granted.</summary>
/// <param name="Kind">What the id names.</param>
/// <param name="Id">Empty for <see cref="GranteeKind.Everyone"/>.</param>
/// <param name="Label">What people call it: an e-mail address, the name of a group or link.</param>
[GenerateSerializer, Immutable, Alias("sharing.grantee")]
public sealed record Grantee([property: Id(0)] GranteeKind Kind, [property: Id(1)] Guid Id, [property: Id(2)] string Label);
