namespace FileStorage.Storage.Metadata.Database;

/// <summary>The metadata was written by a newer version of the program than this one.</summary>
public sealed class SchemaTooNewException(string message)
    : MetadataException(message);
