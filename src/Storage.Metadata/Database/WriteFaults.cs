namespace FileStorage.Storage.Metadata.Database;

/// <summary>What an exception of a write says about the rows.</summary>
public static class WriteFaults
{
    /// <summary>
    /// Whether the write may have been applied although it failed. Only exceptions that promise otherwise are trusted; after any
    /// other one, memory that depends on the rows must be thrown away.
    /// </summary>
    public static bool MayHaveBeenApplied(Exception exception) =>
        exception is WriteOutcomeUnknownException or not (MetadataException or OperationCanceledException or ArgumentException);
}
