using System.Collections.Immutable;
using FileStorage.Core.Auditing;
using FileStorage.Grains.Interfaces.Auditing;

namespace FileStorage.Api.Auditing;

/// <summary>What a request does, beside who does it and from where.</summary>
internal sealed record AuditAct(AuditKind Kind)
{
    public AuditOutcome Outcome { get; init; }

    /// <summary>Who did it, where the request does not say it by its token.</summary>
    public Guid? ActorId { get; init; }

    public Guid? DeviceId { get; init; }

    /// <summary>The account that it was done to, where that is not the actor's own.</summary>
    public Guid? OwnerId { get; init; }

    public Guid? DriveId { get; init; }

    /// <summary>The item's id in its drive.</summary>
    public Guid? ItemId { get; init; }

    /// <summary>What people call the other side.</summary>
    public string? Other { get; init; }

    /// <summary>More to know. Never a password, a token or a link.</summary>
    public ImmutableArray<AuditFact> Facts { get; init; } = [];

    /// <summary>The same with one fact more.</summary>
    public AuditAct With(string name, string value) => this with { Facts = Facts.Add(new AuditFact(name, value)) };
}
