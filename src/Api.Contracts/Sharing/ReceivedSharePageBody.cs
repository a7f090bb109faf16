namespace FileStorage.Api.Contracts.Sharing;

/// <summary>What others share with the caller.</summary>
public sealed record ReceivedSharePageBody
{
    public required IReadOnlyList<ReceivedShareBody> Shares { get; init; }

    /// <summary>"after" of the next page; absent at the end.</summary>
    public string? Next { get; init; }
}
