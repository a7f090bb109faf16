namespace FileStorage.Storage.Metadata.Drives;

/// <summary>What lies below a folder.</summary>
public readonly record struct SubtreeSum(long Files, long Folders, long SizeBytes, long KeptBytes);
