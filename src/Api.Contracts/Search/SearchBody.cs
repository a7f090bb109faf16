namespace FileStorage.Api.Contracts.Search;

/// <summary>Answer to GET /api/v1/search.</summary>
public sealed record SearchBody
{
    /// <summary>Best first.</summary>
    public required IReadOnlyList<SearchHitBody> Hits { get; init; }

    /// <summary>Given as "after" to get the next page; null at the end.</summary>
    public string? Next { get; init; }

    /// <summary>How far what is searched is behind.</summary>
    public required SearchLagBody Behind { get; init; }
}
