namespace FileStorage.Storage.Metadata.Search;

/// <summary>A place in the journal of a drive, or in its first listing.</summary>
public sealed record IndexPlace
{
    public required long Epoch { get; init; }

    public required long Number { get; init; }

    /// <summary>Null once the listing is done; else whether the trash is listed already.</summary>
    public bool? ListsFolders { get; init; }

    public Guid ListedEntryId { get; init; }

    public string? ListedName { get; init; }
}
