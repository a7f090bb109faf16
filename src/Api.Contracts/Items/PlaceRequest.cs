namespace FileStorage.Api.Contracts.Items;

/// <summary>Where an item is to go: body of move, copy and restore. By path, or by folder id and name.</summary>
public sealed record PlaceRequest
{
    public string? Path { get; init; }

    public Guid? ParentId { get; init; }

    public string? Name { get; init; }

    /// <summary>Whether an item that is there goes to the trash (move and copy).</summary>
    public bool Replace { get; init; }
}
