namespace FileStorage.Storage.Metadata.Inventory;

/// <summary>What the entries of one drive add up to.</summary>
public readonly record struct DriveUsage(Guid DriveId, long Entries, long KeptBytes);
