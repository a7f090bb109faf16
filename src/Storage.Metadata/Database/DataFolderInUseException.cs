namespace FileStorage.Storage.Metadata.Database;

/// <summary>Another process has the metadata file of this data folder open.</summary>
public sealed class DataFolderInUseException(string message, Exception? innerException = null)
    : MetadataException(message, innerException);
