using FileStorage.Storage.Backups;

namespace FileStorage.Storage.Metadata.Database;

/// <summary>Metadata that can be copied while it is in use.</summary>
public interface IMetadataBackup
{
    /// <summary>What the copy is to be restored to, as <see cref="BackupManifest.Metadata"/> has it.</summary>
    string Kind { get; }

    /// <summary>
    /// Writes a whole copy into a backup, durably: one moment, with everything that was answered before the call, and nothing half. Writes go on
    /// meanwhile. The search index is not in it.
    /// </summary>
    /// <param name="folder">The backup.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Each file as it is done.</returns>
    /// <exception cref="MetadataException">It could not be read.</exception>
    /// <exception cref="IOException">It could not be written.</exception>
    IAsyncEnumerable<BackupFile> CopyToAsync(string folder, CancellationToken cancellationToken);
}
