using FileStorage.Core.Faults;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>
/// Rows may lie in another database than the caller knew. Nothing was applied, and what was read counts for nothing: look into the map again.
/// </summary>
internal sealed class MapChangedException(Exception? innerException = null)
    : MetadataException("Rows have moved to another database.", innerException), IUnavailable;
