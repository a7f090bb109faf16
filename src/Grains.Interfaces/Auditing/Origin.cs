namespace FileStorage.Grains.Interfaces.Auditing;

/// <summary>Who asks for something, and from where: what the audit says of a command beside its device.</summary>
/// <param name="AccountId">The account; null where nobody is signed in.</param>
/// <param name="Address">The remote address, as text.</param>
[GenerateSerializer, Immutable, Alias("audit.origin")]
public sealed record Origin([property: Id(0)] Guid? AccountId, [property: Id(1)] string? Address);
