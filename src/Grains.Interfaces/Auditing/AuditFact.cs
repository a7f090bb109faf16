namespace FileStorage.Grains.Interfaces.Auditing;

/// <summary>Something more to know of an act: "access" is "write". Never a secret.</summary>
[GenerateSerializer, Immutable, Alias("audit.fact")]
public sealed record AuditFact([property: Id(0)] string Name, [property: Id(1)] string Value);
