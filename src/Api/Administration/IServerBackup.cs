namespace FileStorage.Api.Administration;

/// <summary>Copies the whole server to a folder on its machine while it serves. Hosts that can do it register one.</summary>
public interface IServerBackup
{
    /// <summary>
    /// A step a file, and one that says done when the backup is complete and durable.
    /// </summary>
    /// <param name="folder">Relative to, or inside of, the folder that the operator has set for backups. Must not exist.</param>
    /// <param name="cancellationToken">Ends it; what was copied is removed.</param>
    /// <exception cref="MaintenanceException">This server cannot, the folder will not do, or something failed on the way.</exception>
    IAsyncEnumerable<BackupProgress> RunAsync(string folder, CancellationToken cancellationToken);
}
