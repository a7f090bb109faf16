namespace FileStorage.Grains.Search;

/// <summary>A page of drives, compared with the index.</summary>
/// <param name="Behind">Drives that have told more than is indexed: how many changes, or null where they are to be listed.</param>
/// <param name="Gone">Drives that are indexed and not there.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
internal sealed record IndexSweepPage(IReadOnlyDictionary<Guid, long?> Behind, IReadOnlyList<Guid> Gone, Guid? Next);
