namespace FileStorage.Api.Contracts.Changes;

/// <summary>Answer to GET /api/v1/changes.</summary>
public sealed record ChangesBody
{
    public required IReadOnlyList<ChangeBody> Changes { get; init; }

    /// <summary>Opaque; to be stored together with what the changes led to, and sent next time.</summary>
    public required string Cursor { get; init; }

    /// <summary>Whether there is more at this moment. While there is, a child may have been told before its parent.</summary>
    public required bool More { get; init; }
}
