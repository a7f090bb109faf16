namespace FileStorage.Api.Contracts.History;

/// <summary>What a rewind does to one item.</summary>
public sealed record RewindChangeBody
{
    /// <summary>"restore", "make", "move", "trash", "content" or "lose".</summary>
    public required string Step { get; init; }

    public required Guid ItemId { get; init; }

    /// <summary>"file" or "folder".</summary>
    public required string Kind { get; init; }

    /// <summary>Where it is now; absent where it is not there.</summary>
    public string? From { get; init; }

    /// <summary>Where it was; absent where it was not there.</summary>
    public string? To { get; init; }
}
