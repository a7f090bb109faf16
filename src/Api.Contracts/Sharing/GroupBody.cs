namespace FileStorage.Api.Contracts.Sharing;

/// <summary>A named set of accounts.</summary>
public sealed record GroupBody
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The account that may change it.</summary>
    public required Guid OwnerId { get; init; }

    /// <summary>Absent in lists.</summary>
    public IReadOnlyList<GroupMemberBody>? Members { get; init; }
}
