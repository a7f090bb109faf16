using FileStorage.Core.Faults;

namespace FileStorage.Storage.Metadata.Database;

/// <summary>The database could not be reached for as long as it is waited for; nothing was applied.</summary>
public sealed class MetadataUnavailableException(string message, Exception? innerException = null)
    : MetadataException(message, innerException), IUnavailable;
