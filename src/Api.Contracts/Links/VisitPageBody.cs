namespace FileStorage.Api.Contracts.Links;

/// <summary>A page of a folder as a visitor of a public link sees it.</summary>
public sealed record VisitPageBody
{
    public required IReadOnlyList<VisitItemBody> Items { get; init; }

    /// <summary>For "after" of the next page; missing on the last.</summary>
    public string? Next { get; init; }
}
