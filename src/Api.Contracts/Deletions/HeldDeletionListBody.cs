namespace FileStorage.Api.Contracts.Deletions;

/// <summary>The clients that are held, oldest first.</summary>
public sealed record HeldDeletionListBody
{
    public required IReadOnlyList<HeldDeletionBody> Held { get; init; }
}
