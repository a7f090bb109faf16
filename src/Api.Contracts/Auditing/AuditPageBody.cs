namespace FileStorage.Api.Contracts.Auditing;

/// <summary>What happened, newest first.</summary>
public sealed record AuditPageBody
{
    public required IReadOnlyList<AuditBody> Records { get; init; }

    /// <summary>Where the next page begins, or nothing at the end.</summary>
    public string? Next { get; init; }
}
