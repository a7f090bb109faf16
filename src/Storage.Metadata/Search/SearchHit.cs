namespace FileStorage.Storage.Metadata.Search;

/// <summary>Something that answers a question.</summary>
/// <param name="DriveId">Its drive.</param>
/// <param name="EntryId">The file or folder.</param>
/// <param name="Rank">From 0 to 1.</param>
/// <param name="ByContent">Whether its content answers.</param>
public readonly record struct SearchHit(Guid DriveId, Guid EntryId, double Rank, bool ByContent);
