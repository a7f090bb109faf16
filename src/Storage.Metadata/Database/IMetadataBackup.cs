namespace FileStorage.Storage.Metadata.Database;

/// <summary>A database that can be copied while it is in use.</summary>
public interface IMetadataBackup
{
    /// <summary>
    /// Writes a whole copy to a new file, durably: everything that was answered before the call, and nothing half. Writes go on meanwhile.
    /// </summary>
    /// <exception cref="MetadataException">It could not be written.</exception>
    Task CopyToAsync(string file, CancellationToken cancellationToken);
}
