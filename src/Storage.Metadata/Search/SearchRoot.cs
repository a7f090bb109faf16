namespace FileStorage.Storage.Metadata.Search;

/// <summary>A folder to look below, itself included; the drive's id for all of the drive.</summary>
public readonly record struct SearchRoot(Guid DriveId, Guid FolderId);
