using FileStorage.Core.Auditing;

namespace FileStorage.Grains.Interfaces.Auditing;

/// <summary>Which rows of the audit are wanted. What is null does not matter.</summary>
[GenerateSerializer, Immutable, Alias("audit.question")]
public sealed record AuditQuestion
{
    /// <summary>Did it, or owns what it was done to.</summary>
    [Id(0)] public Guid? AccountId { get; init; }

    [Id(1)] public Guid? ItemId { get; init; }

    [Id(2)] public AuditKind? Kind { get; init; }

    [Id(3)] public DateTimeOffset? From { get; init; }

    /// <summary>Exclusive.</summary>
    [Id(4)] public DateTimeOffset? To { get; init; }

    /// <summary>Oldest first; else newest first.</summary>
    [Id(5)] public bool IsOldestFirst { get; init; }

    /// <summary>The last row of the page before.</summary>
    [Id(6)] public Guid? After { get; init; }

    [Id(7)] public required int Limit { get; init; }
}
