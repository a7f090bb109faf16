namespace FileStorage.Storage.Metadata.Inventory;

/// <summary>How many rows there are of each kind. What moves to another database may be counted twice.</summary>
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

    /// <summary>The sums of these and others.</summary>
    internal MetadataCounts Plus(MetadataCounts others) => new()
    {
        Drives = Drives + others.Drives,
        Entries = Entries + others.Entries,
        JournalRows = JournalRows + others.JournalRows,
        InboxRows = InboxRows + others.InboxRows,
        Versions = Versions + others.Versions,
        Chunks = Chunks + others.Chunks,
        References = References + others.References,
        GarbageLocations = GarbageLocations + others.GarbageLocations,
        Documents = Documents + others.Documents,
        Claims = Claims + others.Claims,
    };
}
