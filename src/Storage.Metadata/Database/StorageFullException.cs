using FileStorage.Core.Faults;

namespace FileStorage.Storage.Metadata.Database;

/// <summary>There is no room left for metadata. Nothing of the write was applied; it may be repeated once there is room.</summary>
public sealed class StorageFullException(string message, Exception? innerException = null)
    : MetadataException(message, innerException), IStorageFull;
