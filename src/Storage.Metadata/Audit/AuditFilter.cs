using FileStorage.Core.Auditing;

namespace FileStorage.Storage.Metadata.Audit;

/// <summary>Which rows are wanted. What is null does not matter.</summary>
public sealed record AuditFilter
{
    /// <summary>Did it, or owns what it was done to.</summary>
    public Guid? AccountId { get; init; }

    public Guid? ItemId { get; init; }

    public AuditKind? Kind { get; init; }

    public long? FromUnixMilliseconds { get; init; }

    /// <summary>Exclusive.</summary>
    public long? ToUnixMilliseconds { get; init; }

    /// <summary>Oldest first; else newest first.</summary>
    public bool IsOldestFirst { get; init; }

    /// <summary>The last row of the page before, in the order asked for.</summary>
    public Guid? AfterId { get; init; }

    public required int Limit { get; init; }
}
