using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Auditing;

/// <summary>Rows in the order that was asked for.</summary>
[GenerateSerializer, Immutable, Alias("audit.page")]
public sealed record AuditPage
{
    [Id(0)] public required ImmutableArray<AuditRecord> Records { get; init; }

    [Id(1)] public required bool HasMore { get; init; }
}
