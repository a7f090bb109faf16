namespace FileStorage.Storage.Metadata.Inventory;

/// <summary>How far the journal of a drive is.</summary>
public readonly record struct DriveJournal(Guid DriveId, long Epoch, long JournalNumber);
