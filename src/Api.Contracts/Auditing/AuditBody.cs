namespace FileStorage.Api.Contracts.Auditing;

/// <summary>Something that somebody did.</summary>
public sealed record AuditBody
{
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What: "signed-in", "share-made", …; docs/protocol.md lists them.</summary>
    public required string Kind { get; init; }

    /// <summary>"done", "refused", or "failed": of an act that was told before, by the id in <c>detail.act</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The account that did it; none where nobody was signed in.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>Its e-mail address, where the account is there still.</summary>
    public string? Actor { get; init; }

    /// <summary>The account whose item or account it was done to, where that is another.</summary>
    public Guid? OwnerId { get; init; }

    public Guid? DeviceId { get; init; }

    /// <summary>The remote address: of one's own acts, of what was tried at one's account, and for the administrator.</summary>
    public string? Address { get; init; }

    public Guid? ItemId { get; init; }

    /// <summary>What the other side is called: an e-mail address, a group, a link.</summary>
    public string? Other { get; init; }

    public IReadOnlyDictionary<string, string>? Detail { get; init; }
}
