namespace FileStorage.Storage.Metadata.Database;

/// <summary>The metadata file is damaged or is not a metadata file at all.</summary>
public sealed class MetadataCorruptException(string message, Exception? innerException = null)
    : MetadataException(message, innerException);
