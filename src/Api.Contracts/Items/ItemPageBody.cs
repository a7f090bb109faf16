namespace FileStorage.Api.Contracts.Items;

/// <summary>Items in the order of their listing.</summary>
public sealed record ItemPageBody
{
    public required IReadOnlyList<ItemBody> Items { get; init; }

    /// <summary>Given as "after" to get the next page; null at the end.</summary>
    public string? Next { get; init; }
}
