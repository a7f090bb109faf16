namespace FileStorage.Api.Contracts.Search;

/// <summary>A reason for which contents are not indexed.</summary>
public sealed record NotIndexedBody
{
    public required string Reason { get; init; }

    public required long Contents { get; init; }
}
