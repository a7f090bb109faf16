namespace FileStorage.Storage.Metadata.Drives;

/// <summary>The last trashed entry of a page; the next page starts after it.</summary>
public readonly record struct TrashPosition(long TrashedUnixMilliseconds, Guid EntryId);
