namespace FileStorage.Storage.Metadata.Inventory;

/// <summary>The last version of a page; the next page starts after it.</summary>
public readonly record struct VersionPosition(Guid FileId, long Number);
