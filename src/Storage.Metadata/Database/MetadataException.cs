namespace FileStorage.Storage.Metadata.Database;

/// <summary>The metadata database could not do what it was asked to. Where a write threw it, nothing of that write was applied.</summary>
public class MetadataException : Exception
{
    public MetadataException(string message)
        : base(message)
    {
    }

    public MetadataException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
