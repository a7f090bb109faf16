using FileStorage.Core.Faults;

namespace FileStorage.Storage.Metadata.Database;

/// <summary>
/// The write was handed to the database, and whether it was applied is not known. Memory that depends on it must be thrown away and
/// read anew; whoever repeats the command under its operation id learns what became of it.
/// </summary>
public sealed class WriteOutcomeUnknownException(string message, Exception? innerException = null)
    : MetadataException(message, innerException), IUnavailable;
