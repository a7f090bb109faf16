using System.Collections.Immutable;
using FileStorage.Core.Auditing;

namespace FileStorage.Grains.Interfaces.Auditing;

/// <summary>One row of the audit: who did what.</summary>
[GenerateSerializer, Immutable, Alias("audit.record")]
public sealed record AuditRecord
{
    /// <summary>Of version 7, of the time when it happened; recording the same id again changes nothing.</summary>
    [Id(0)] public required Guid Id { get; init; }

    [Id(1)] public required AuditKind Kind { get; init; }

    [Id(2)] public AuditOutcome Outcome { get; init; }

    /// <summary>The account that did it; null where nobody was signed in.</summary>
    [Id(3)] public Guid? ActorId { get; init; }

    /// <summary>The account whose item or account it was done to, where that is not the actor's own.</summary>
    [Id(4)] public Guid? OwnerId { get; init; }

    [Id(5)] public Guid? DeviceId { get; init; }

    [Id(6)] public string? Address { get; init; }

    [Id(7)] public Guid? DriveId { get; init; }

    [Id(8)] public Guid? ItemId { get; init; }

    /// <summary>What people call the other side: an e-mail address, a group, a link.</summary>
    [Id(9)] public string? Other { get; init; }

    [Id(10)] public ImmutableArray<AuditFact> Facts { get; init; } = [];

    /// <summary>The time in the id.</summary>
    [Id(11)] public DateTimeOffset At { get; init; }
}
