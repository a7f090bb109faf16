namespace FileStorage.Storage.Metadata.Search;

/// <summary>News of a drive, and the place they lead to.</summary>
public sealed record IndexPage
{
    /// <summary>As it was when the news were read.</summary>
    public required IndexedDrive Drive { get; init; }

    /// <summary>The place after them; null to begin the listing anew.</summary>
    public required IndexPlace? Place { get; init; }

    public IReadOnlyList<IndexedEntry> Entries { get; init; } = [];

    /// <summary>Entries that are gone for good, with all below them.</summary>
    public IReadOnlyList<Guid> PurgedIds { get; init; } = [];

    /// <summary>The page is the first of a listing: what no page of the listing tells is dropped at its end.</summary>
    public bool BeginsListing { get; init; }

    /// <summary>The page is the last of a listing.</summary>
    public bool EndsListing { get; init; }
}
