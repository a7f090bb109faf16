namespace FileStorage.Api.Contracts.Sharing;

/// <summary>The groups that the caller is in.</summary>
public sealed record GroupListBody
{
    public required IReadOnlyList<GroupBody> Groups { get; init; }
}
