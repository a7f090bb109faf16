namespace FileStorage.Storage.Metadata.Search;

/// <summary>What the index knows of a content. The numbers are stored.</summary>
internal enum ContentState
{
    /// <summary>A folder.</summary>
    None = 0,
    Pending = 1,
    Indexed = 2,
    NotIndexed = 3,
}
