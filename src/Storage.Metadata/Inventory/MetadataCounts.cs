namespace FileStorage.Storage.Metadata.Inventory;

/// <summary>How many rows there are of each kind.</summary>
public sealed record MetadataCounts
{
    public required long Drives { get; init; }

    public required long Entries { get; init; }

    public required long JournalRows { get; init; }

    public required long InboxRows { get; init; }

    public required long Versions { get; init; }

    public required long Chunks { get; init; }

    public required long References { get; init; }

    public required long GarbageLocations { get; init; }

    public required long Documents { get; init; }

    public required long Claims { get; init; }
}
