using FileStorage.Core.Chunks;
using FileStorage.Storage.Backups;

namespace FileStorage.Storage.Chunks.Archives;

/// <summary>A chunk store that can be copied while it is in use.</summary>
public interface IChunkBackup
{
    /// <summary>What kind of store the copy is to be restored to.</summary>
    ChunkStoreKind Kind { get; }

    /// <summary>
    /// Copies every chunk that was stored before the call, and the keys, into a backup, durably. Whoever calls it sees to it that nothing is deleted
    /// meanwhile.
    /// </summary>
    /// <param name="folder">The backup.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Each file as it is done.</returns>
    /// <exception cref="IOException">Something could not be read or written.</exception>
    IAsyncEnumerable<BackupFile> CopyToAsync(string folder, CancellationToken cancellationToken);
}
