namespace FileStorage.Api.Contracts.Sharing;

/// <summary>Makes a group, or gives it another name.</summary>
public sealed record GroupRequest
{
    /// <summary>1 to 100 characters.</summary>
    public required string Name { get; init; }
}
